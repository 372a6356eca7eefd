import { createHash } from 'node:crypto';
import type { Operation as OperationName, ProgressEvent } from '@aws-sdk/client-cloudcontrol';
import { AwsError, ConnectionFailure, SquallError, UnsupportedError } from '../../../kernel/errors.ts';
import { handlerErrorCode } from '../../../resource-types/handler-errors.ts';
import type { Context, Properties } from '../../../service-kit/contract.ts';
import { otherOperationUnderway, tokenReused } from '../errors.ts';
import type { CloudControlState, ResourceRequest } from '../state.ts';
import { progressEvent } from './progress-event.ts';

// https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-manage-requests.html

/** AWS: "A client token is valid for 36 hours once used." */
const tokenMs = 36 * 3_600_000;
/** AWS: "Resource operation requests expire after seven days." */
const requestMs = 7 * 86_400_000;

interface Asked {
  readonly operation: OperationName;
  readonly typeName: string;
  readonly identifier: string | undefined;
  readonly input: { readonly ClientToken?: string | undefined };
}

/** What the work left: the identifier and, of a resource that is there, its model. */
export interface Done {
  readonly identifier: string;
  readonly model?: Properties;
}

/** The answer to a request that was made before under its client token; undefined for a new one. */
export function knownRequest(
  state: CloudControlState,
  { input, operation }: Pick<Asked, 'input' | 'operation'>,
  context: Context,
): { readonly ProgressEvent: ProgressEvent } | undefined {
  const token = input.ClientToken;
  const known = token === undefined ? undefined : state.tokens.get(token);
  if (!known || token === undefined || known.atMs <= context.clock.now() - tokenMs) return undefined;
  if (known.digest !== digestOf(operation, input)) throw tokenReused(token);
  const request = state.requests.get(known.requestToken);
  return request && { ProgressEvent: progressEvent(request) };
}

/**
 * Does what a request asks for, under a token by which its end is found. The answer is AWS's, IN_PROGRESS, although
 * the work is over by then: the client's first look finds the end.
 */
export async function runRequest(
  state: CloudControlState,
  asked: Asked,
  context: Context,
  work: () => Promise<Done>,
): Promise<{ readonly ProgressEvent: ProgressEvent }> {
  const { operation, typeName, identifier, input } = asked;
  assertAlone(state, typeName, identifier);
  const nowMs = context.clock.now();
  forgetOld(state, nowMs);
  const token = context.random.uuid();
  const number = nextNumber(state);
  const begun: ResourceRequest = {
    token,
    number,
    operation,
    typeName,
    status: 'IN_PROGRESS',
    atMs: nowMs,
    ...(identifier !== undefined && { identifier }),
  };
  state.requests.set(token, begun);
  if (input.ClientToken !== undefined) {
    state.tokens.set(input.ClientToken, { requestToken: token, digest: digestOf(operation, input), atMs: nowMs });
  }
  const end = await outcome(work, context);
  const isCancelled = state.requests.get(token)?.status === 'CANCEL_IN_PROGRESS';
  state.requests.set(token, { ...begun, ...end, ...(isCancelled && { status: 'CANCEL_COMPLETE' as const }) });
  return { ProgressEvent: progressEvent(begun) };
}

function nextNumber({ requests }: CloudControlState): number {
  let last = 0;
  for (const { number } of requests.values()) last = Math.max(last, number);
  return last + 1;
}

async function outcome(work: () => Promise<Done>, context: Context): Promise<Partial<ResourceRequest>> {
  try {
    const { identifier, model } = await work();
    return { status: 'SUCCESS', identifier, ...(model && { model: JSON.stringify(model) }) };
  } catch (error) {
    if (error instanceof ConnectionFailure) {
      return { status: 'FAILED', errorCode: 'NetworkFailure', message: 'The service did not answer.' };
    }
    if (error instanceof UnsupportedError || error instanceof SquallError) {
      return { status: 'FAILED', errorCode: 'InvalidRequest', message: error.message };
    }
    if (error instanceof AwsError) {
      return { status: 'FAILED', errorCode: handlerErrorCode(error.code), message: error.message };
    }
    context.kernel.log.error(`Cloud Control: ${error instanceof Error ? error.stack : String(error)}`);
    return { status: 'FAILED', errorCode: 'InternalFailure', message: String(error) };
  }
}

/** Two operations on one resource at a time are refused. */
function assertAlone(state: CloudControlState, typeName: string, identifier: string | undefined): void {
  if (identifier === undefined) return;
  for (const request of state.requests.values()) {
    const isSame = request.typeName === typeName && request.identifier === identifier;
    if (isSame && request.status.endsWith('IN_PROGRESS')) throw otherOperationUnderway(typeName, identifier);
  }
}

function forgetOld(state: CloudControlState, nowMs: number): void {
  for (const [token, { atMs, status }] of [...state.requests.entries()]) {
    if (atMs <= nowMs - requestMs && status !== 'IN_PROGRESS') state.requests.delete(token);
  }
  for (const [token, { atMs }] of [...state.tokens.entries()]) {
    if (atMs <= nowMs - tokenMs) state.tokens.delete(token);
  }
}

const digestOf = (operation: string, input: object): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, input]))
    .digest('base64url');
