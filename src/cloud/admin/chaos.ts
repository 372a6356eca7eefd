import { SquallError } from '../kernel/errors.ts';
import { checkRule } from '../kernel/faults/check-rule.ts';
import type { FaultRule } from '../kernel/faults/rule.ts';
import type { HttpRequest } from '../kernel/http.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import { readBody } from './read-body.ts';

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
  const given = body.byteLength === 0 ? undefined : readJson(body);
  if (path === `${prefix}faults`) return faults(kernel, state, method, given === undefined ? given : readFaults(given));
  if (path === `${prefix}effects`)
    return effects(kernel, state, method, given === undefined ? { latency: 0 } : readEffects(given));
  return undefined;
}

function readJson(body: Uint8Array): unknown {
  const given = readBody(body);
  if (given !== undefined) return given;
  throw new SquallError('InvalidOption', 'The body is not JSON.', 'Send for example [{"service":"dynamodb"}].');
}

function readFaults(given: unknown): readonly ChaosFault[] {
  if (Array.isArray(given)) return given.map(readFault);
  throw new SquallError('InvalidFault', 'The faults are not a list.', 'Send for example [{"service":"dynamodb"}].');
}

/** What `error` holds is checked with the rule that is made of it. */
function readFault(given: unknown): ChaosFault {
  if (isJsonObject(given) && (given.error === undefined || isJsonObject(given.error))) return given;
  throw new SquallError('InvalidFault', 'A fault is not an object.', 'Send for example [{"service":"dynamodb"}].');
}

function readEffects(given: unknown): Effects {
  const latency = isJsonObject(given) ? (given.latency ?? 0) : undefined;
  if (typeof latency === 'number') return { latency };
  throw new SquallError('InvalidFault', 'The latency is not a number.', 'Send for example {"latency":500}.');
}

type State = NonNullable<ReturnType<(typeof ids)['get']>>;

function stateOf(kernel: CloudKernel): State {
  const known = ids.get(kernel) ?? { faults: [], latency: undefined };
  ids.set(kernel, known);
  return known;
}

function faults(kernel: CloudKernel, state: State, method: string, given: readonly ChaosFault[] | undefined): unknown {
  // Checked ahead of all else: of a list that is refused nothing is done.
  const added = method === 'POST' || method === 'PATCH' ? (given ?? []) : [];
  for (const fault of added) checkRule(ruleOf(kernel, fault));
  const isListed = (each: ChaosFault) => given?.some((fault) => JSON.stringify(fault) === JSON.stringify(each)) ?? true;
  if (method === 'POST' || method === 'DELETE') {
    const removed = state.faults.filter(({ fault }) => method === 'POST' || isListed(fault));
    for (const { id } of removed) kernel.rules.remove(id);
    state.faults = state.faults.filter((each) => !removed.includes(each));
  }
  for (const fault of added) state.faults.push({ id: kernel.rules.add(ruleOf(kernel, fault)).id, fault });
  return state.faults.map(({ fault }) => fault);
}

function ruleOf(kernel: CloudKernel, { service, operation, probability, error = {} }: ChaosFault): FaultRule {
  const { code = 'ServiceUnavailable', statusCode = 503 } = error;
  return {
    fault: { kind: 'error', code, status: statusCode },
    ...(service !== undefined && { service: ownName(kernel, service) }),
    ...(operation !== undefined && { operation }),
    ...(probability !== undefined && { probability }),
  };
}

/** Signing names are understood: `monitoring` is our `cloudwatch`. */
const ownName = (kernel: CloudKernel, service: string): string => kernel.services.get(service)?.name ?? service;

/** What is done to every call. */
interface Effects {
  readonly latency: number;
}

function effects(kernel: CloudKernel, state: State, method: string, { latency }: Effects): Effects {
  if (method === 'POST' && latency !== 0) checkRule(latencyRule(latency));
  if (method !== 'GET' && method !== 'HEAD' && state.latency) {
    kernel.rules.remove(state.latency.id);
    state.latency = undefined;
  }
  if (method === 'POST' && latency !== 0) {
    state.latency = { id: kernel.rules.add(latencyRule(latency)).id, latency };
  }
  return { latency: state.latency?.latency ?? 0 };
}

const latencyRule = (delayMs: number): FaultRule => ({ fault: { kind: 'slow', delayMs } });
