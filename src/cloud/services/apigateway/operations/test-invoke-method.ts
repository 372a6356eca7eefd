import type { TestInvokeMethodRequest, TestInvokeMethodResponse } from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { compileDeployment, compileMethod } from '../compile/compile-api.ts';
import type { CompiledDeployment, CompiledMethod, CompiledStage } from '../compile/compiled-api.ts';
import { Router } from '../compile/router.ts';
import { methodNotFound } from '../errors.ts';
import type { Exchange } from '../execute/exchange.ts';
import { writtenName } from '../execute/header-names.ts';
import { executionLines } from '../execute/logs/execution-lines.ts';
import { newExchange, runPipeline, testSteps } from '../execute/pipeline.ts';
import type { Gateway } from '../gateway.ts';
import { findApi, findResource } from '../lookup.ts';
import { currentConfiguration, type ResourceRecord, type RestApiState } from '../state.ts';

/** The stage that `$context.stage` names during a test. */
const stageName = 'test-invoke-stage';

type Input = Given<TestInvokeMethodRequest>;

/**
 * Runs a method as it is now, deployed or not, and tells every step of it. Authorizers, keys and limits are not asked.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html
 */
export const testInvokeMethod: Operation<Input, TestInvokeMethodResponse, RestApiState, Gateway> = async (
  state,
  input,
  context,
) => {
  const api = findApi(state, input.restApiId, context);
  const resource = findResource(state, input);
  const deployment = compileDeployment('', currentConfiguration(state, api), context);
  const compile = (verb: string) => compileMethod(deployment.frozen, resource, verb);
  const method = compile(input.httpMethod) ?? compile('ANY') ?? raise(methodNotFound());
  const exchange = exchangeOf(input, { record: api, resource, method, deployment, context });
  const startMs = context.clock.monotonic();
  await runPipeline(exchange, testSteps);
  const latency = Math.round(context.clock.monotonic() - startMs);
  return { ...describeReply(exchange.reply), log: logOf(exchange), latency };
};

interface Found {
  readonly record: ReturnType<typeof findApi>;
  readonly resource: ResourceRecord;
  readonly method: CompiledMethod;
  readonly deployment: CompiledDeployment;
  readonly context: Context<Gateway>;
}

function exchangeOf(input: Input, { record, resource, method, deployment, context }: Found): Exchange {
  const { account, region, kernel, requestId, runtime: gateway } = context;
  const request = requestOf(input, resource.path);
  const stage: CompiledStage = {
    record: { stageName, deploymentId: '' },
    name: stageName,
    deployment,
    variables: input.stageVariables ?? {},
    accessLog: undefined,
    settings: new Map(),
    canary: undefined,
    isCanary: false,
  };
  const api = { record, account, region, stages: new Map([[stageName, stage]]) };
  const address = {
    apiId: record.id,
    path: request.path,
    isDefaultStage: false,
    domainName: 'testPrefix.testDomainName',
    isOwnHost: true,
  };
  const exchange = newExchange({ kernel, gateway, api, request, address }, requestId);
  exchange.stage = stage;
  exchange.tester = context.caller;
  exchange.resourcePath = request.path;
  exchange.match = { method, pathParameters: pathParametersOf(resource, method, request) };
  return exchange;
}

function requestOf(
  { pathWithQueryString, body = '', headers, multiValueHeaders, httpMethod }: Input,
  resourcePath: string,
): HttpRequest {
  const [path = '', query = ''] = (pathWithQueryString || resourcePath).split(/\?(.*)/s);
  const pairs = [
    ...Object.entries(headers ?? {}),
    ...Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
      values.map((value) => [name, value] as const),
    ),
  ];
  const joined: Record<string, string> = {};
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    joined[lower] = joined[lower] === undefined ? value : `${joined[lower]}, ${value}`;
  }
  return {
    method: httpMethod,
    path: path.startsWith('/') ? path : `/${path}`,
    query,
    headers: joined,
    rawHeaders: pairs.flat(),
    body: Buffer.from(body),
    remoteAddress: 'test-invoke-source-ip',
  };
}

/** Where the path is one of the resource's; without one there are none. */
function pathParametersOf(
  { path }: ResourceRecord,
  method: CompiledMethod,
  request: HttpRequest,
): Record<string, string> {
  if (request.path === path) return {};
  const router = new Router<CompiledMethod>();
  router.add(path, new Map([['ANY', method]]));
  return { ...router.find(request.method, request.path)?.pathParameters };
}

function describeReply(reply: HttpResponse | undefined): TestInvokeMethodResponse {
  const multiValueHeaders: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(reply?.headers ?? {})) {
    multiValueHeaders[reply ? writtenName(reply, name) : name] = [value].flat();
  }
  const headers = Object.fromEntries(
    Object.entries(multiValueHeaders).map(([name, list]) => [name, list.at(-1) ?? '']),
  );
  const body = Buffer.from(reply?.body ?? '').toString('utf8');
  return { status: reply?.status ?? 500, body, headers, multiValueHeaders };
}

/** As the console shows it: each line with its time, in the manner of Java's dates. */
function logOf(exchange: Exchange): string {
  const lines = executionLines(exchange, { level: 'INFO', dataTrace: true });
  const dated = lines.map(({ atMs, text }) => `${javaDate(atMs)} : ${text}\n`);
  return `Execution log for request ${exchange.requestId}\n${dated.join('')}`;
}

/** `Sat Mar 05 15:47:32 UTC 2022` */
function javaDate(epochMs: number): string {
  const [, day = '', date = '', month = '', year = '', time = ''] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epochMs).toUTCString()) ?? [];
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}
