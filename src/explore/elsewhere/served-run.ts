import { randomUUID } from 'node:crypto';
import { executeApiFace, executeApiFaults, executeApiName } from '../../cloud/gateway/execute-api/execute-api.ts';
import { type AwsError, SquallError } from '../../cloud/kernel/errors.ts';
import { type FaultModel, usualFaults } from '../../cloud/kernel/faults/fault-model.ts';
import type { FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import type { HttpRequest, HttpResponse } from '../../cloud/kernel/http.ts';
import { noTrace } from '../../cloud/kernel/trace.ts';
import type { CloudKernel } from '../../cloud/service-kit/contract.ts';
import { identifyCall, parseInput, serializeError } from '../../cloud/wire/wire.ts';
import type { WireCall } from '../../cloud/wire/wire-call.ts';
import { baseNameOf, type Frame, isWrite, type NameSources } from '../run/naming.ts';
import { outsideFaults } from '../run/outside.ts';
import { traitsOf } from '../simulation/explored-services.ts';
import { control, type FakeHttp, type FakeWorld } from '../simulation/fake-http.ts';
import type { Course } from './course.ts';
import { forward } from './forward.ts';
import type { Arrival, RunRecorder } from './run-recorder.ts';
import type { SideEffects } from './side-effects.ts';

export interface ServedParts {
  readonly recorder: RunRecorder;
  readonly course: Course;
  readonly sideEffects: SideEffects;
  readonly kernel: CloudKernel;
  readonly sources: NameSources;
  readonly target: URL;
}

/** Fakes know nothing of a cloud that is not ours. */
const notThere = (what: string): never => {
  throw new SquallError(
    'Unsupported',
    `Fakes cannot ${what} in another cloud.`,
    'Explore without --endpoint for that.',
  );
};
const noWorld: FakeWorld = {
  currentValue: (kind) => notThere(`read a ${kind}`),
  webhook: () => notThere('send webhooks'),
};

/** One run: whatever comes to the proxy is named, noted, met by its fault, and sent on. */
export class ServedRun {
  readonly #parts: ServedParts;

  constructor(parts: ServedParts) {
    this.#parts = parts;
  }

  /** A call that a function's SDK makes. */
  async aws(functionName: string, request: HttpRequest): Promise<HttpResponse> {
    const { kernel, target, course, recorder } = this.#parts;
    const frame = course.frameOf(functionName, request.headers['x-amzn-trace-id']);
    const call = identified(request, kernel);
    if (!call || !frame) return forward(target, request);
    const service = kernel.services.get(call.service);
    const input = inputOf(call, request);
    const resource = service?.resourceOf?.(call.operation, input as Readonly<Record<string, unknown>>);
    const arrival = this.#arrival(frame, request, {
      service: call.service,
      operation: call.operation,
      resource,
      input,
      model: service?.faults ?? usualFaults,
    });
    const { response } = await recorder.meet(arrival, {
      run: () => forward(target, request),
      refuse: (error) => serializeError(call, error, randomUUID(), kernel.models),
      signal: request.signal,
    });
    return response;
  }

  /** A call that a function makes of a service outside of AWS. */
  async fake(functionName: string, fake: FakeHttp, request: HttpRequest): Promise<HttpResponse> {
    const { course, recorder, sideEffects } = this.#parts;
    const own = fake[control];
    const url = new URL(pathOf(request), own.baseUrl);
    const incoming = { ...faceOf(request), url, now: Date.now(), world: noWorld };
    const frame = course.frameOf(functionName, request.headers['x-amzn-trace-id']);
    if (!frame) return { status: 503, headers: {}, body: '' };
    const arrival = this.#arrival(frame, request, {
      service: 'http',
      operation: request.method,
      resource: `${url.host}${own.routeOf(request.method, url) ?? url.pathname}`,
      input: incoming,
      model: outsideFaults,
    });
    let changed: HttpResponse | undefined;
    const run = async () => {
      const before = JSON.stringify(own.current());
      const answer = await own.answer(incoming);
      const isChange = answer.status < 400 && !['GET', 'HEAD'].includes(request.method);
      if (isChange && JSON.stringify(own.current()) !== before) changed = answer;
      return answer;
    };
    const refuse = (error: AwsError) => refusal(error, { error: { type: error.code, message: error.message } });
    const position = recorder.calls.length;
    try {
      return (await recorder.meet(arrival, { run, refuse, signal: request.signal })).response;
    } finally {
      const call = recorder.calls[position];
      if (call && changed) sideEffects.note(fake, call, url, request, changed);
    }
  }

  /** A request of the client to an API; rejects where it gets no answer. */
  async client(frame: Frame, request: HttpRequest): Promise<HttpResponse> {
    const { course, recorder, target } = this.#parts;
    const traced = { ...request, headers: { ...request.headers, 'x-amzn-trace-id': course.begin(frame) } };
    const arrival: Arrival = {
      ...this.#arrival(frame, request, {
        service: executeApiName,
        operation: `${request.method} ${request.path}`,
        resource: undefined,
        input: {},
        model: executeApiFaults,
      }),
      to: executeApiFace.lane,
      isFromFunction: false,
    };
    const refuse = (error: AwsError) => refusal(error, { message: 'Internal Server Error' });
    const run = () => forward(target, traced);
    return (await recorder.meet(arrival, { run, refuse, signal: request.signal })).response;
  }

  #arrival(
    frame: Frame,
    { headers, body }: HttpRequest,
    about: Pick<FaultTarget, 'service' | 'operation' | 'resource' | 'input'> & { readonly model: FaultModel },
  ): Arrival {
    const caller = { kind: 'assumed-role' as const, account: '', arn: '', userId: '', principal: '' };
    const invocation = headers['amz-sdk-invocation-id'];
    const attempt = Number(/attempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1);
    const own = { caller, attempt, invocation, id: randomUUID(), parent: undefined, trace: noTrace };
    const target: FaultTarget = { ...own, ...about };
    const { sources } = this.#parts;
    return {
      frame,
      base: baseNameOf(target, sources),
      to:
        about.service === 'http'
          ? ((about.resource ?? '').split('/')[0] ?? '')
          : sources.services.laneOf(about.service),
      ...about,
      traits: traitsOf(target),
      isWrite: isWrite(target),
      isFromFunction: true,
      invocation,
      attempt,
      payload: Buffer.from(body).toString('utf8').slice(0, 2000),
    };
  }
}

const pathOf = ({ path, query }: HttpRequest): string => (query === '' ? path : `${path}?${query}`);
const faceOf = ({ method, headers, body }: HttpRequest) => ({ method, headers, body });

/** Undefined for what is no call that we know: it passes unnamed. */
function identified(request: HttpRequest, { models }: CloudKernel): WireCall | undefined {
  try {
    return identifyCall(request, models);
  } catch {
    return undefined;
  }
}

/** What cannot be read is the other cloud's to refuse. */
function inputOf(call: WireCall, request: HttpRequest): object {
  try {
    return parseInput(call, request);
  } catch {
    return {};
  }
}

const refusal = ({ status = 500 }: AwsError, body: object): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
