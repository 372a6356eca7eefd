import { within } from '../../../../gateway/integrations/call-integration.ts';
import { AwsError, ConnectionFailure } from '../../../../kernel/errors.ts';
import { isJsonObject } from '../../../../kernel/json.ts';
import type { Context } from '../../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';
import { noAnswer } from '../task-failure.ts';
import { type ConnectionValues, endpointRequest, type HttpTaskParameters } from './endpoint-request.ts';
import { type EndpointAnswer, endpointErrors, timedOut, timeoutMs } from './invoke-http-endpoint.ts';

/** `arn:aws:states:::http:invoke` */
export const isHttpTask = (resource: string): boolean => resource.endsWith(':states:::http:invoke');

interface Connected extends HttpTaskParameters {
  readonly Authentication?: { readonly ConnectionArn?: string };
  /** Its other name. */
  readonly InvocationConfig?: { readonly ConnectionArn?: string };
}

/** Sends the request of a task over a connection of EventBridge; answers the task's result. */
export async function invokeHttp(parameters: Json, context: Context, caller: Context['caller']): Promise<JsonRecord> {
  const task = connected(parameters);
  const ConnectionArn = (task.Authentication ?? task.InvocationConfig)?.ConnectionArn ?? '';
  const retrieve = (more: object) =>
    context.call<ConnectionValues>('events', 'RetrieveConnectionCredentials', { ConnectionArn, ...more }, { caller });
  const connection = await retrieve({}).catch(connectionFailed);
  const request = endpointRequest(task, connection, context.region);
  const asking = context.call<EndpointAnswer>('states', 'InvokeHTTPEndpoint', request, { caller });
  const answer = await within(context.clock, timeoutMs, asking, () => {
    throw new AwsError('Http.Socket', timedOut);
  }).catch(endpointFailed);
  if (answer.Status === 401 || answer.Status === 407) await retrieve({ IsRefused: true });
  return resultOf(answer);
}

/** What is missing is refused as it is read. */
export const connected = (parameters: Json): Connected =>
  ({ ApiEndpoint: '', Method: '', ...(isJsonObject(parameters) ? parameters : {}) }) as Connected;

function connectionFailed(error: unknown): never {
  const prefix = 'Events.ConnectionResource.';
  if (error instanceof AwsError) throw new StatesError(`${prefix}${error.code}`, error.message);
  if (error instanceof ConnectionFailure) throw new StatesError(`${prefix}SdkClientException`, noAnswer);
  throw error;
}

/** What a server is known to do; a fault that is put in its way is an answer of that status. */
function endpointFailed(error: unknown): never {
  if (error instanceof ConnectionFailure) throw new StatesError('States.Http.Socket', 'Connection reset');
  if (!(error instanceof AwsError)) throw error;
  if (endpointErrors.includes(error.code)) throw new StatesError(`States.${error.code}`, error.message);
  const status = /Throttl/.test(error.code) ? 429 : (error.status ?? 500);
  throw new StatesError(`States.Http.StatusCode.${status}`, error.message);
}

/** Types of answers that no task has. */
const refusedTypes = /^(?:application\/octet-stream|image\/|video\/|audio\/)/i;

function resultOf({ Status, StatusText, Headers, Body }: EndpointAnswer): JsonRecord {
  const type = Headers['content-type']?.[0] ?? '';
  const text = refusedTypes.test(type) ? undefined : readable(Body);
  if (Status < 200 || Status >= 300) {
    throw new StatesError(`States.Http.StatusCode.${Status}`, text === undefined || text === '' ? StatusText : text);
  }
  if (text === undefined) throw new StatesError('States.Runtime', `Unsupported response of the type '${type}'`);
  const ResponseBody = /\bjson\b/i.test(type) ? parsed(text) : text;
  return { Headers: Headers as JsonRecord, ResponseBody, StatusCode: Status, StatusText };
}

function readable(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
