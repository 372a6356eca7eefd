import type { HttpParameters } from '../../../delivery/targets.ts';
import { callBackend } from '../../../gateway/integrations/call-integration.ts';
import { AwsError, raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { forgetToken, tokenOf } from '../connections/authorize-connection.ts';
import { notFound } from '../connections/errors.ts';
import { NoToken } from '../connections/fetch-token.ts';
import type { AccessToken, Connection, ConnectionsState } from '../connections/state.ts';
import type { EventsRuntime } from '../runtime.ts';
import { destinationRequest } from './destination-request.ts';
import { connectionAt, destinationAt } from './find-destination.ts';

export interface InvokeApiDestinationInput {
  readonly ApiDestinationArn: string;
  /** The body. */
  readonly Payload: string;
  readonly Http?: HttpParameters | undefined;
  /** As whom, and for which rule: told again by nobody, and not judged yet. */
  readonly RoleArn?: string | undefined;
  readonly RuleArn?: string | undefined;
}

export interface InvokeApiDestinationOutput {
  readonly Status: number;
  readonly Headers: Readonly<Record<string, string | readonly string[]>>;
  readonly Body: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const timeoutMs = 5000;
/** What the header `Range` asks for. */
const answerBytesMax = 1024 * 1024;

/**
 * Ours: sends a request to a user's server. Throws what it answered where that is no success: an error that passes for
 * statuses that are tried again.
 */
export const invokeApiDestination: Operation<
  InvokeApiDestinationInput,
  InvokeApiDestinationOutput,
  ConnectionsState,
  EventsRuntime
> = async (state, { ApiDestinationArn: arn, Payload: payload, Http: http }, context) => {
  const destination = destinationAt(state, arn) ?? raise(notFound(`ApiDestination ${arn} does not exist.`));
  const connection = connectionAt(state, destination.connectionArn);
  if (!connection || connection.state === 'DEAUTHORIZED') throw failed('API destination is inactive.', 400);
  const { runtime, clock } = context;
  const rate = { burst: destination.ratePerSecond, ratePerSecond: destination.ratePerSecond };
  if (!runtime.limiter.take(arn, rate, clock.now())) throw throttled();
  const token = await authorized(state, connection, context);
  const request = destinationRequest({ destination, connection, token, http, payload });
  const outcome = await callBackend(
    runtime.outbound,
    clock,
    { ...request, responseBytesMax: answerBytesMax },
    timeoutMs,
  );
  if (outcome.kind === 'timeout') throw failed('Timeout calling endpoint for API Destination: socket closed.', 503);
  if (outcome.kind === 'unreachable') {
    context.kernel.log.debug(`events ${request.url.origin}: ${outcome.reason}`);
    throw failed('API destination endpoint cannot be reached.', 503);
  }
  const { status, headers, body } = outcome.response;
  if (token && (status === 401 || status === 407)) forgetToken(state, connection);
  if (status >= 300) throw failed(`API destination endpoint returned HTTP status code ${status}.`, status);
  return { Status: status, Headers: headers, Body: Buffer.from(body).toString() };
};

async function authorized(
  state: ConnectionsState,
  connection: Connection,
  context: Context<EventsRuntime>,
): Promise<AccessToken | undefined> {
  if (connection.authorizationType !== 'OAUTH_CLIENT_CREDENTIALS') return undefined;
  try {
    return await tokenOf(state, connection, context);
  } catch (error) {
    if (error instanceof NoToken) throw failed(error.message, 503);
    throw error;
  }
}

/** Of 4xx, these alone are tried again. */
const isPassing = (status: number): boolean => status >= 500 || [401, 407, 409, 429].includes(status);

function failed(reason: string, status: number): AwsError {
  const fault = isPassing(status) ? 'server' : 'client';
  return new AwsError('SDK_CLIENT_ERROR', `Unable to invoke ApiDestination endpoint: ${reason}`, { status, fault });
}

const throttled = (): AwsError =>
  new AwsError('ThrottlingException', 'The invocation rate limit of the API destination is exceeded.', { status: 429 });
