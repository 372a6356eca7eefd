import { SquallError } from '../kernel/errors.ts';
import type { HttpRequest } from '../kernel/http.ts';
import { isJsonObject, parseJson } from '../kernel/json.ts';
import type { CloudKernel } from '../service-kit/contract.ts';

/** A fault of LocalStack's chaos API: https://docs.localstack.cloud/aws/capabilities/chaos-engineering/chaos-api/ */
interface ChaosFault {
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
  readonly probability?: number;
  readonly error?: { readonly statusCode?: number; readonly code?: string };
}

const prefix = '/_localstack/chaos/';

export const isChaos = ({ path }: HttpRequest): boolean => path.startsWith(prefix);

/** Rules that came this way, by their ids: the API speaks of its own list alone. */
const ids = new WeakMap<
  CloudKernel,
  { faults: { id: string; fault: ChaosFault }[]; latency: { id: string; latency: number } | undefined }
>();

/**
 * LocalStack's chaos API over our rules, so that suites written for it go on: faults are a list that POST replaces,
 * PATCH adds to and DELETE takes from; effects are a latency for everything. Undefined for paths that it has not.
 */
export function answerChaos(kernel: CloudKernel, { method, path, body }: HttpRequest): unknown {
  const state = stateOf(kernel);
  const given = body.byteLength === 0 ? undefined : readBody(body);
  if (path === `${prefix}faults`)
    return faults(kernel, state, method, Array.isArray(given) ? given.map(readFault) : undefined);
  if (path === `${prefix}effects`) return effects(kernel, state, method, isJsonObject(given) ? given : undefined);
  return undefined;
}

function readBody(body: Uint8Array): unknown {
  const given = parseJson(Buffer.from(body).toString('utf8'));
  if (given !== undefined) return given;
  throw new SquallError('InvalidOption', 'The body is not JSON.', 'Send for example [{"service":"dynamodb"}].');
}

/** What `error` holds is checked with the rule that is made of it. */
function readFault(given: unknown): ChaosFault {
  if (isJsonObject(given) && (given.error === undefined || isJsonObject(given.error))) return given;
  throw new SquallError('InvalidFault', 'A fault is not an object.', 'Send for example [{"service":"dynamodb"}].');
}

type State = NonNullable<ReturnType<(typeof ids)['get']>>;

function stateOf(kernel: CloudKernel): State {
  const known = ids.get(kernel) ?? { faults: [], latency: undefined };
  ids.set(kernel, known);
  return known;
}

function faults(kernel: CloudKernel, state: State, method: string, given: readonly ChaosFault[] | undefined): unknown {
  const isListed = (each: ChaosFault) => given?.some((fault) => JSON.stringify(fault) === JSON.stringify(each)) ?? true;
  if (method === 'POST' || method === 'DELETE') {
    const removed = state.faults.filter(({ fault }) => method === 'POST' || isListed(fault));
    for (const { id } of removed) kernel.rules.remove(id);
    state.faults = state.faults.filter((each) => !removed.includes(each));
  }
  if (method === 'POST' || method === 'PATCH') {
    for (const fault of given ?? []) state.faults.push({ id: add(kernel, fault), fault });
  }
  return state.faults.map(({ fault }) => fault);
}

function add(kernel: CloudKernel, { service, operation, probability, error = {} }: ChaosFault): string {
  const { code = 'ServiceUnavailable', statusCode = 503 } = error;
  return kernel.rules.add({
    fault: { kind: 'error', code, status: statusCode },
    ...(service !== undefined && { service: ownName(kernel, service) }),
    ...(operation !== undefined && { operation }),
    ...(probability !== undefined && { probability }),
  }).id;
}

/** Signing names are understood: `monitoring` is our `cloudwatch`. */
const ownName = (kernel: CloudKernel, service: string): string => kernel.services.get(service)?.name ?? service;

function effects(
  kernel: CloudKernel,
  state: State,
  method: string,
  given: { readonly latency?: unknown } | undefined,
): unknown {
  if (method !== 'GET' && method !== 'HEAD' && state.latency) {
    kernel.rules.remove(state.latency.id);
    state.latency = undefined;
  }
  if (method === 'POST' && given?.latency) {
    const { latency } = given;
    if (typeof latency !== 'number') {
      throw new SquallError('InvalidFault', 'The latency is not a number.', 'Send for example {"latency":500}.');
    }
    state.latency = { id: kernel.rules.add({ fault: { kind: 'slow', delayMs: latency } }).id, latency };
  }
  return { latency: state.latency?.latency ?? 0 };
}
