import { crossBoundary } from '../../cloud/kernel/boundary.ts';
import { AwsError, ConnectionFailure } from '../../cloud/kernel/errors.ts';
import type { FaultModel } from '../../cloud/kernel/faults/fault-model.ts';
import type { Fault, FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import type { HttpResponse } from '../../cloud/kernel/http.ts';
import type { Kernel } from '../../cloud/kernel/kernel.ts';
import { readTraceHeader, traceOf } from '../../cloud/kernel/trace.ts';
import { control, type FakeHttp, type FakeWorld, type Webhook } from '../simulation/fake-http.ts';
import type { WorldRequest } from '../simulation/outbound-request.ts';
import type { WebhookFault } from './planned-faults.ts';
import type { SideEffect } from './run.ts';
import type { Scheduler } from './scheduler.ts';
import { undoes } from './undoes.ts';

/** What the world outside needs of a run. */
export interface OutsideParts {
  readonly kernel: Kernel;
  readonly scheduler: Scheduler;
  readonly fakes: readonly FakeHttp[];
  /** The pending call's word on a call that no cloud sideEffect can express. */
  readonly isMalformed: (hop: string) => boolean;
  readonly onDefect: (text: string) => void;
  /** The present value of a secret or a parameter, by the name that the scenario uses. */
  readonly currentValue: FakeWorld['currentValue'];
  /** What becomes of the webhooks of a call. */
  readonly webhookFault: (hop: string) => WebhookFault | undefined;
  /** Sends a webhook, again and again until it is taken; ends then. */
  readonly send: (webhook: Webhook) => Promise<unknown>;
}

/** How long after its answer a provider sends its webhooks, in milliseconds. */
const webhookAfterMs = 200;

/** The services outside of AWS, in one run: fakes behind the same pending call and faults as everything else. */
export class Outside {
  readonly sideEffects: (SideEffect & { undone: boolean })[] = [];
  readonly #parts: OutsideParts;
  #hops = 0;

  constructor(parts: OutsideParts) {
    this.#parts = parts;
  }

  /** Answers a request that left the cloud. Rejects like a dead connection, or never answers. */
  async answer(request: WorldRequest): Promise<HttpResponse> {
    const { kernel, fakes, onDefect } = this.#parts;
    const url = new URL(request.url);
    const fake = fakes.find((each) => each[control].owns(url));
    if (!fake) {
      onDefect(
        `nothing plays ${url.origin}: add fakeHttp('${url.origin}', { '${request.method} ${url.pathname}': … }) to external`,
      );
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${url.hostname}`), {
        code: 'ENOTFOUND',
        syscall: 'getaddrinfo',
      });
    }
    this.#hops += 1;
    const target = targetOf(request, url, `outside-${String(this.#hops).padStart(12, '0')}`, fake, kernel);
    return crossBoundary<HttpResponse>(kernel, target, {
      run: async (fault) => {
        const response = await this.#apply(fake, request, url, target, fault);
        return this.#parts.isMalformed(target.id) ? halved(response) : response;
      },
      answerOf: (error) => (error instanceof AwsError ? asResponse(error) : undefined),
      statusOf: ({ status }) => status,
      sizeOf: ({ body }) => Buffer.byteLength(body),
      requestBytes: request.body.byteLength,
    }).catch((error: unknown) => {
      if (error instanceof ConnectionFailure && error.kind === 'hang') return new Promise<never>(() => {});
      throw error;
    });
  }

  async #apply(
    fake: FakeHttp,
    request: WorldRequest,
    url: URL,
    target: FaultTarget,
    fault: Fault | undefined,
  ): Promise<HttpResponse> {
    const { kernel, onDefect } = this.#parts;
    const own = fake[control];
    const before = textOf(own.current());
    const webhooks: Webhook[] = [];
    const world = { currentValue: this.#parts.currentValue, webhook: (webhook: Webhook) => webhooks.push(webhook) };
    const incoming = {
      method: request.method,
      url,
      headers: request.headers,
      body: request.body,
      now: kernel.clock.now(),
      world,
    };
    const answers = fault?.kind === 'duplicate' ? 2 : 1;
    let response: HttpResponse = { status: 500, headers: {}, body: '' };
    for (let count = 0; count < answers; count += 1) {
      response = await own.answer(incoming).catch((error: unknown) => {
        onDefect(`the fake of ${url.host} threw at ${request.method} ${url.pathname}: ${String(error)}`);
        return { status: 500, headers: {}, body: '' };
      });
    }
    if (response.status < 400 && request.method !== 'GET' && request.method !== 'HEAD') {
      const found = this.#parts.scheduler.callOf(target.id);
      if (found) found.told = Buffer.from(response.body).toString('utf8');
      if (textOf(own.current()) !== before) this.#note(request, target, response, fake);
    }
    if (webhooks.length > 0) await this.#sendAll(webhooks, target);
    return response;
  }

  /** Webhooks come shortly after the answer, or before it. */
  async #sendAll(webhooks: readonly Webhook[], target: FaultTarget): Promise<void> {
    const { kernel, scheduler, send, webhookFault } = this.#parts;
    const found = scheduler.callOf(target.id);
    if (found) found.webhooks = webhooks.length;
    const fault = webhookFault(target.id);
    const all = fault === 'webhookTwice' ? webhooks.flatMap((each) => [each, each]) : webhooks;
    if (fault === 'webhookEarly') await Promise.all(all.map(send));
    else void kernel.clock.sleep(webhookAfterMs).then(() => Promise.all(all.map(send)));
  }

  #note(request: WorldRequest, target: FaultTarget, response: HttpResponse, fake: FakeHttp): void {
    // What a service sends is no call of its own: the delivery is, in whose course it does so.
    const found = this.#parts.scheduler.callOf(target.id) ?? this.#parts.scheduler.callOf(target.parent ?? '');
    const body = Buffer.from(request.body).toString('utf8');
    const route = `${target.operation} ${target.resource}`;
    const key = request.headers['idempotency-key'];
    const told = Buffer.from(response.body).toString('utf8');
    // Known by its key and answered as before: whatever the fake noted down, nothing happened once more.
    if (
      key !== undefined &&
      this.sideEffects.some(
        (earlier) => earlier.route === route && earlier.idempotencyKey === key && earlier.response === told,
      )
    )
      return;
    const effect = { method: request.method, url: new URL(request.url), body, route };
    const undoable = this.sideEffects.filter((earlier) => undoes(effect, earlier, fake[control]));
    const undone = undoable.find((earlier) => !earlier.undone);
    if (undone) undone.undone = true;
    this.sideEffects.push({
      route,
      boundaryCall: found?.id ?? 0,
      client: found?.client ?? 'A',
      idempotencyKey: key,
      request: body,
      response: told,
      undone: undone !== undefined,
      ...(undoable.length > 0 && !undone && { undoesAgain: undoable[0]?.route ?? '' }),
    });
  }
}

/** What the APIs of others say when they are at fault or too busy. */
export const outsideFaults: FaultModel = {
  failure: { code: 'InternalServerError', status: 500 },
  throttle: { code: 'TooManyRequests', status: 429 },
  traits: () => ['external'],
  isWrite: (method) => !/^(?:GET|HEAD|OPTIONS)\b/.test(method),
  answersHttp: true,
};

function targetOf(request: WorldRequest, url: URL, id: string, fake: FakeHttp, kernel: Kernel): FaultTarget {
  const cause = kernel.environments.currentOf(request.accessKeyId);
  const path = fake[control].routeOf(request.method, url) ?? url.pathname;
  const caller = { kind: 'assumed-role' as const, account: '', arn: '', userId: '', principal: request.accessKeyId };
  return {
    caller,
    service: 'http',
    operation: request.method,
    resource: `${url.host}${path}`,
    attempt: 1,
    invocation: undefined,
    id,
    parent: cause?.id ?? request.parent,
    trace: traceOf(id, readTraceHeader(request.headers['x-amzn-trace-id']) ?? cause?.trace, kernel),
    input: request,
    model: outsideFaults,
  };
}

const textOf = (state: unknown): string =>
  JSON.stringify(state, (_key, value) => (value instanceof Map || value instanceof Set ? [...value] : value)) ?? '';

const asResponse = ({ code, message, status, headers }: AwsError): HttpResponse => ({
  status: status ?? 500,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ error: { type: code, message } }),
});

/** A body that was cut off in the middle. */
function halved({ status, headers, body }: HttpResponse): HttpResponse {
  const bytes = Buffer.from(body);
  return {
    status,
    headers,
    body: bytes.byteLength > 1 ? bytes.subarray(0, Math.floor(bytes.byteLength / 2)) : Buffer.from('<'),
  };
}
