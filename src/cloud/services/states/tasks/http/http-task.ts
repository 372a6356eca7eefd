import { AwsError } from '../../../../kernel/errors.ts';
import type { Context } from '../../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';
import { type ConnectionValues, endpointRequest, type HttpTaskParameters } from './endpoint-request.ts';
import type { EndpointAnswer } from './invoke-http-endpoint.ts';

/** `arn:aws:states:::http:invoke` */
export const isHttpTask = (resource: string): boolean => resource.endsWith(':states:::http:invoke');

interface Connected extends HttpTaskParameters {
  readonly Authentication?: { readonly ConnectionArn?: string };
  /** Its other name. */
  readonly InvocationConfig?: { readonly ConnectionArn?: string };
}

/** Sends the request of a task over a connection of EventBridge; answers the task's result. */
export async function invokeHttp(parameters: Json, context: Context, caller: Context['caller']): Promise<JsonRecord> {
  const task = parameters as unknown as Connected;
  const ConnectionArn = (task.Authentication ?? task.InvocationConfig)?.ConnectionArn ?? '';
  const retrieve = (more: object) =>
    context.call<ConnectionValues>('events', 'RetrieveConnectionCredentials', { ConnectionArn, ...more }, { caller });
  const connection = await retrieve({}).catch(rethrownAs('Events.ConnectionResource.'));
  const request = endpointRequest(task, connection, context.region);
  const answer = await context
    .call<EndpointAnswer>('states', 'InvokeHTTPEndpoint', request, { caller })
    .catch(rethrownAs('States.'));
  if (answer.Status === 401 || answer.Status === 407) await retrieve({ IsRefused: true });
  return resultOf(answer);
}

const rethrownAs =
  (prefix: string) =>
  (error: unknown): never => {
    if (error instanceof AwsError) throw new StatesError(`${prefix}${error.code}`, error.message);
    throw error;
  };

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
