import type { Crossed } from '../kernel/boundary.ts';
import { AwsError, ConnectionFailure, UnsupportedError } from '../kernel/errors.ts';
import { waitForDisconnect } from '../kernel/faults/connection-failure.ts';
import { openResponse } from '../kernel/http-boundary.ts';
import { isIssuedToken, serviceCaller } from '../kernel/identity.ts';
import { readTraceHeader, traceOf } from '../kernel/trace.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import { assertShape } from '../service-kit/shapes.ts';
import { assertPostPolicy } from '../wire/post-form/post-policy.ts';
import { verifyPostForm } from '../wire/post-form/post-signature.ts';
import { assertPresignedUrlLives } from '../wire/signatures/presigned-url.ts';
import { expiredToken, sessionTokenOf } from '../wire/signatures/signed-request.ts';
import { verifySignature } from '../wire/signatures/sigv4.ts';
import * as wire from '../wire/wire.ts';
import { authorize } from './authorize.ts';
import { apply, Call } from './call.ts';

type Stage = (call: Call, kernel: CloudKernel) => void | Promise<void>;

const assignRequestId: Stage = (call, kernel) => {
  call.id = kernel.random.uuid();
  call.origin ??= readTraceHeader(call.request?.headers['x-amzn-trace-id']);
  call.trace = traceOf(call.id, call.origin, kernel);
};

const identifyCall: Stage = (call, kernel) => {
  if (!call.request) return;
  const { signedAs, region } = call;
  const scope = signedAs === undefined ? undefined : { service: signedAs, region, accessKeyId: '', date: '' };
  call.wire = wire.identifyCall(call.request, kernel.models, scope);
  call.operation = call.wire.operation;
  if (!scope) {
    call.region = call.wire.region;
    call.caller = kernel.identity.callerOf(call.wire.accessKeyId);
    call.account = call.caller.account;
    joinInvoke(call, kernel);
  }
  call.service = kernel.services.get(call.wire.service);
  if (!call.service) throw new UnsupportedError(`the service ${call.wire.service} (asked for ${call.operation})`);
};

/** What an execution environment calls happens in the course of the invoke that it works on. */
function joinInvoke(call: Call, kernel: CloudKernel): void {
  const invoke = kernel.environments.currentOf(call.caller.principal);
  if (!invoke) return;
  call.parent = invoke.id;
  if (call.origin) return;
  call.origin = invoke.trace;
  call.trace = traceOf(call.id, call.origin, kernel);
}

/** Credentials that Squall issued must be used rightly; others only where the user asked for it. */
const authenticate: Stage = (call, kernel) => {
  if (!call.request || !call.wire || call.signedAs !== undefined) return;
  const { accessKeyId, postForm } = call.wire;
  const now = kernel.clock.now();
  const credential = accessKeyId === undefined ? undefined : kernel.identity.find(accessKeyId);
  if (postForm) assertPostPolicy(postForm, now);
  if (credential && !credential.isRevoked) {
    if (postForm) verifyPostForm(postForm, credential, now);
    else verifySignature(call.request, credential, now, kernel.clock.machineNow());
    return;
  }
  const token = sessionTokenOf(call.request);
  if (!credential && token !== undefined && isIssuedToken(token)) throw expiredToken();
  if (credential || kernel.settings.verifySignatures) {
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', {
      status: 403,
    });
  }
  assertPresignedUrlLives(call.request, now);
};

const parseInput: Stage = (call) => {
  if (call.request && call.wire) call.input = wire.parseInput(call.wire, call.request);
};

/** The seam of request quotas: until they come, nothing is too fast. */
const throttle: Stage = () => {};

/** The fault of this call, and the part of it that comes before the operation. */
const faultBefore: Stage = ({ boundary }) => boundary.before();

/** By the service's constraints; where it states none, at least what the model requires must be there. */
const validateInput: Stage = ({ service, operation, input }, { models }) => {
  if (!service) return;
  const shape = service.shapes?.[operation];
  if (shape) return assertShape(input, shape, service.wording);
  if (service.requiredMembers === 'itself' || !Object.hasOwn(service.operations, operation)) return;
  const missing = wire.missingMembers(models.of(service.name), operation, input);
  if (missing.length === 0) return;
  assertShape(input, Object.fromEntries(missing.map((member) => [member, { required: true }])), service.wording);
};

/** Who looks at metrics finds those of all that has happened. */
const collectMetrics: Stage = ({ service, operation, account, region }, { metrics }) => {
  if (service?.metricReaders?.has(operation)) return metrics.collect({ account, region });
};

const invoke: Stage = (call, kernel) => {
  call.isBegun = true;
  const output = kernel.world.doing(call.work, () => apply(call, kernel));
  if (!(output instanceof Promise)) {
    call.output = output;
    return;
  }
  return output.then((value) => {
    call.output = value;
  });
};

/** The part that comes after it: it happened, and the caller may not hear of it. */
const faultAfter: Stage = ({ boundary, stream }) => {
  if (!stream || !boundary.takesAnswer) return boundary.after();
  return stream.leave().then(() => boundary.after());
};

/**
 * What the operation changed is written down before anybody is told that it happened; what cannot be is undone. A
 * delivery is done with it, in the same record; one that did not get as far as its operation is not.
 */
const commit: Stage = ({ delivery, isBegun, work }, kernel) => {
  if (delivery && isBegun) kernel.world.doing(work, () => delivery.done());
  kernel.world.commit(work);
};

const serialize: Stage = (call, { models }) => {
  if (!call.request || call.error instanceof ConnectionFailure) return;
  call.response =
    call.error === undefined && call.wire
      ? wire.serializeOutput(call.wire, call.output, call.id)
      : wire.serializeError(call.wire, call.error, call.id, models);
};

/** A call that answers a stream is over when the stream is, or when nobody reads it any more. */
const journal: Stage = (call, kernel) => {
  const { stream, response, error } = call;
  if (stream && error !== undefined) void stream.leave();
  const open = stream && response && error === undefined ? openResponse(response) : undefined;
  if (open) {
    call.response = open.watched((broken, bytes) => tell(call, kernel, { error: broken, responseBytes: bytes }));
  } else if (stream && error === undefined && !response) {
    stream.onEnd = (broken) => tell(call, kernel, { error: broken, responseBytes: 0 });
  } else {
    tell(call, kernel, { error, responseBytes: response ? Buffer.byteLength(response.body) : 0 });
  }
};

function tell(call: Call, { metrics }: CloudKernel, ended: Pick<Crossed, 'error' | 'responseBytes'>): void {
  const { service, boundary, request, output } = call;
  boundary.end({ output, ...ended, requestBytes: request?.body.byteLength ?? 0 });
  if (service?.metrics) metrics.record(service.name, call, () => boundary.elapsedMs);
}

/** A call's way through, from the socket to the answer. After a failure only the answering stages are taken. */
export const pipeline: readonly Stage[] = [
  assignRequestId,
  identifyCall,
  authenticate,
  parseInput,
  authorize,
  throttle,
  faultBefore,
  validateInput,
  collectMetrics,
  invoke,
  faultAfter,
  commit,
  serialize,
  journal,
];

const answering: ReadonlySet<Stage> = new Set([commit, serialize, journal]);

/** Takes a call through all stages. Never throws: what went wrong is in `call.error` and in the response. */
export async function runPipeline(call: Call, kernel: CloudKernel): Promise<void> {
  for (const stage of pipeline) {
    if (call.error !== undefined && !answering.has(stage)) continue;
    try {
      const pending = stage(call, kernel);
      if (pending) await pending;
    } catch (error) {
      call.error = error ?? new Error('something threw undefined');
    }
  }
}

/**
 * A call from inside the process: by a service, a data plane, an execution environment or a timer. It takes the same
 * pipeline; stages that read a request have nothing to do. Throws what the operation threw.
 */
export async function callInternally(
  kernel: CloudKernel,
  serviceName: string,
  operation: string,
  input: object,
  options: Parameters<CloudKernel['call']>[3],
): Promise<unknown> {
  const service = kernel.services.get(serviceName);
  if (!service) throw new UnsupportedError(`the service ${serviceName} (asked for ${operation})`);
  const account = options.account ?? options.caller?.account ?? 'unknown';
  const call = new Call(kernel, {
    caller: options.caller ?? serviceCaller('squall', account),
    parent: options.parent,
    delivery: options.delivery,
    origin: options.trace,
    sourceArns: options.sourceArns,
    service,
    operation,
    account,
    region: options.region ?? kernel.settings.defaultRegion,
    input,
  });
  await runPipeline(call, kernel);
  options.hopEnded?.(call.id);
  if (call.error instanceof ConnectionFailure) throw await waitForDisconnect(call.error, {});
  if (call.error !== undefined) throw call.error;
  return call.output;
}
