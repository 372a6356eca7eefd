import { STATUS_CODES } from 'node:http';
import { ConnectionFailure } from '../../kernel/errors.ts';
import { type HttpRequest, type HttpResponse, wholeResponse } from '../../kernel/http.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../kernel/json.ts';
import { traceHeader } from '../../kernel/trace.ts';
import { type TaskCaller, WorkflowTaskFailure, type WorkflowTasks } from '../../service-kit/workflow-tasks.ts';
import { signRequest } from '../../wire/signatures/sign-request.ts';
import { encodeRfc3986 } from '../../wire/signatures/signed-request.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html */
export const apigatewayWorkflowTasks: WorkflowTasks = {
  resource: 'apigateway',
  sdkName: 'apigateway',
  errorPrefix: 'ApiGateway',
  client: 'ApiGateway',
  clientError: 'ApiGatewayException',
  tasks: {
    invoke: { patterns: ['request', 'waitForTaskToken'], required: ['ApiEndpoint', 'Method'], run: invokeApi },
  },
};

/** Requests a deployed REST or HTTP API. */
async function invokeApi(parameters: JsonObject, caller: TaskCaller): Promise<JsonObject> {
  const answer = await wholeResponse(await sent(requestOf(parameters, caller), caller));
  const text = Buffer.from(answer.body).toString();
  if (answer.status < 200 || answer.status > 299) throw new WorkflowTaskFailure(`ApiGateway.${answer.status}`, text);
  return {
    Headers: headersOf(answer),
    ResponseBody: parseJson(text) ?? text,
    StatusCode: answer.status,
    StatusText: STATUS_CODES[answer.status] ?? '',
  };
}

async function sent(request: HttpRequest, { kernel }: TaskCaller): Promise<HttpResponse> {
  try {
    return await kernel.handle(request);
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
    throw new WorkflowTaskFailure('ApiGateway.SdkClientException', 'Unable to execute HTTP request: Connection reset');
  }
}

function requestOf(parameters: JsonObject, caller: TaskCaller): HttpRequest {
  const { Stage, Path, RequestBody, AuthType = 'NO_AUTH' } = parameters;
  const { kernel, trace } = caller;
  const path = [Stage, typeof Path === 'string' ? Path.replace(/^\//, '') : undefined]
    .filter((part) => typeof part === 'string' && part !== '')
    .map((part) => String(part).split('/').map(encodeRfc3986).join('/'))
    .join('/');
  const body = Buffer.from(
    RequestBody === undefined ? '' : typeof RequestBody === 'string' ? RequestBody : JSON.stringify(RequestBody),
  );
  const headers: Record<string, string> = {
    host: endpointOf(parameters),
    'content-type': 'application/json',
    'user-agent': 'Amazon|StepFunctions|ApiGateway',
    'x-amzn-trace-id': traceHeader(trace),
    ...(body.length > 0 && { 'content-length': String(body.length) }),
    ...givenHeaders(parameters),
  };
  const request = {
    method: String(parameters.Method),
    path: `/${path}`,
    query: queryOf(parameters),
    headers,
    rawHeaders: Object.entries(headers).flat(),
    remoteAddress: '127.0.0.1',
    body,
  };
  if (AuthType === 'NO_AUTH') return request;
  const nowMs = kernel.clock.now();
  // A session as short as one request, whose signature the API verifies.
  const credential = kernel.identity.issue(caller.caller, nowMs + 900_000);
  return signRequest(request, credential, { region: caller.region, service: 'execute-api', nowMs });
}

/** Throws what AWS refuses: it calls APIs at their own hosts alone. */
function endpointOf({ ApiEndpoint }: JsonObject): string {
  const endpoint = String(ApiEndpoint);
  if (/^[0-9a-z]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(endpoint)) return endpoint;
  throw new WorkflowTaskFailure('ApiGateway.InvalidEndpoint', `The API endpoint '${endpoint}' is invalid.`);
}

/** What users may not say of a request. */
const reserved =
  /^(?:x-(?:forwarded|amz|amzn).*|authorization|connection|content-md5|expect|host|max-forwards|proxy-authenticate|server|te|transfer-encoding|trailer|upgrade|via|www-authenticate)$/i;

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

function givenHeaders({ Headers }: JsonObject): Record<string, string> {
  const given = isJsonObject(Headers) ? Object.entries(Headers) : [];
  const refused = given.find(([name]) => reserved.test(name));
  if (refused)
    throw new WorkflowTaskFailure('ApiGateway.InvalidHeader', `The header '${refused[0]}' is not permitted.`);
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), listOf(value).join(',')]));
}

function queryOf({ QueryParameters }: JsonObject): string {
  const given = isJsonObject(QueryParameters) ? Object.entries(QueryParameters) : [];
  return given
    .flatMap(([name, value]) => listOf(value).map((each) => `${encodeRfc3986(name)}=${encodeRfc3986(each)}`))
    .join('&');
}

/** `x-amzn-requestid` goes over the wire as the API wrote it. */
function headersOf({ headers, headerNames }: HttpResponse): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      headerNames?.get(name) ?? name.replace(/(?:^|-)[a-z]/g, (part) => part.toUpperCase()),
      typeof value === 'string' ? [value] : value,
    ]),
  );
}
