import type { PipeEnrichmentHttpParameters } from '@aws-sdk/client-pipes';
import type { HttpParameters } from '../../../delivery/targets.ts';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError, ConnectionFailure } from '../../../kernel/errors.ts';
import { resolved } from '../transform/parameters.ts';
import type { PipeEvent } from '../transform/pipe-event.ts';
import { whereOf } from './compute-calls.ts';
import type { StageCalls, StageItem } from './stage.ts';

/** Paths in them stand for what is in the event. */
export function httpParametersOf(
  { PathParameterValues = [], HeaderParameters = {}, QueryStringParameters = {} }: PipeEnrichmentHttpParameters,
  event: PipeEvent,
): HttpParameters {
  const values = (name: string, of: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(of).map(([key, text]) => [key, resolved(`${name}.${key}`, text, event)]));
  return {
    pathParameters: PathParameterValues.map((text) => resolved('PathParameterValues', text, event)),
    headers: values('HeaderParameters', HeaderParameters),
    query: values('QueryStringParameters', QueryStringParameters),
  };
}

/** What EventBridge answers of an API destination's server. */
interface DestinationAnswer {
  readonly Body?: string | Uint8Array;
}

/** Asks the server of an API destination; EventBridge has the connection, and throws for its 4xx and 5xx. */
export async function askDestination(
  { context, caller, pipe }: StageCalls,
  ApiDestinationArn: string,
  { text, event }: StageItem,
  parameters: PipeEnrichmentHttpParameters,
): Promise<string> {
  const Http = httpParametersOf(parameters, event);
  const input = { ApiDestinationArn, Payload: text, Http, RoleArn: pipe.roleArn };
  const where = { caller, ...whereOf(ApiDestinationArn) };
  const { Body = '' } = await context.call<DestinationAnswer>('events', 'InvokeApiDestination', input, where);
  return typeof Body === 'string' ? Body : Buffer.from(Body).toString();
}

/** `arn:aws:execute-api:region:account:id/stage/METHOD/path` */
export async function askApi(
  { context }: StageCalls,
  apiArn: string,
  { text, event }: StageItem,
  parameters: PipeEnrichmentHttpParameters,
): Promise<string> {
  const [id = '', stage = '', method = 'POST', ...steps] = (parseArn(apiArn)?.resource ?? '').split('/');
  const { pathParameters = [], headers, query = {} } = httpParametersOf(parameters, event);
  const left = [...pathParameters];
  const path = steps.map((step) => (step === '*' ? encodeURIComponent(left.shift() ?? '') : step)).join('/');
  const url = new URL(`/_aws/execute-api/${id}/${stage}/${path}`, context.kernel.endpoint);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const hasBody = !['GET', 'HEAD'].includes(method);
  const body = hasBody ? Buffer.from(text) : undefined;
  const { status, body: answer } = await context.runtime.outbound
    .send({
      method: method === '*' ? 'POST' : method,
      url,
      headers: { 'content-type': 'application/json', ...(body && { 'content-length': `${body.length}` }), ...headers },
      ...(body && { body }),
    })
    .catch((error: unknown) => {
      throw error instanceof AwsError ? error : new ConnectionFailure('reset');
    });
  const answered = Buffer.from(answer ?? []).toString();
  if (status >= 400) throw new AwsError('ApiGatewayError', answered, { status });
  return answered;
}
