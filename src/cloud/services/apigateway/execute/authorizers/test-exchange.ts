import type { TestInvokeAuthorizerRequest } from '@aws-sdk/client-api-gateway';
import { newRequestId } from '../../../../gateway/requests/request-values.ts';
import { Boundary } from '../../../../kernel/boundary.ts';
import type { HttpRequest } from '../../../../kernel/http.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Trace } from '../../../../kernel/trace.ts';
import { compileDeployment } from '../../compile/compile-api.ts';
import { compileIntegration } from '../../compile/compile-integration.ts';
import type { CompiledStage } from '../../compile/compiled-api.ts';
import type { Gateway } from '../../gateway.ts';
import type { AuthorizerRecord, Configuration } from '../../state.ts';
import type { Exchange, RoutedExchange } from '../exchange.ts';
import { describeExchange } from '../steps.ts';

/** What stands for the stage of requests that are tests. */
const testStage = 'test-invoke-stage';
const testAddress = 'test-invoke-source-ip';

/** What a test is of. */
export interface TestSubject {
  readonly kernel: Kernel;
  readonly gateway: Gateway;
  readonly account: string;
  readonly region: string;
  /** The API as it is now: tests need no deployment. */
  readonly configuration: Configuration;
  readonly authorizer: AuthorizerRecord;
  readonly trace: Trace;
}

/** A request that nobody sent, for `GET` of the path, with the authorizer in front of it. */
export function testExchange(subject: TestSubject, input: TestInvokeAuthorizerRequest): RoutedExchange {
  const { kernel, gateway, account, region, configuration } = subject;
  const request = requestOf(input);
  const requestId = kernel.random.uuid();
  const stage = stageOf(subject, input);
  const { id: apiId } = configuration.api;
  const exchange: Exchange = {
    kernel,
    gateway,
    api: { record: configuration.api, account, region, stages: new Map() },
    request,
    address: {
      apiId,
      path: request.path,
      isDefaultStage: false,
      domainName: 'testPrefix.testDomainName',
      isOwnHost: true,
    },
    requestId,
    extendedRequestId: newRequestId(kernel.random),
    trace: subject.trace,
    receivedMs: kernel.clock.now(),
    boundary: new Boundary(kernel, { describe: () => describeExchange(exchange) }),
    stage,
    resourcePath: request.path,
    verb: request.method,
    match: { method: methodOf(subject), pathParameters: {} },
    contextValues: new Map(),
    integration: undefined,
    failure: undefined,
    reply: undefined,
  };
  return exchange as RoutedExchange;
}

function requestOf(input: TestInvokeAuthorizerRequest): HttpRequest {
  const { headers = {}, multiValueHeaders = {}, pathWithQueryString = '/', body = '' } = input;
  const rawHeaders = [
    ...Object.entries(headers).flat(),
    ...Object.entries(multiValueHeaders).flatMap(([name, values]) => values.flatMap((value) => [name, value])),
  ];
  const joined: Record<string, string> = Object.create(null);
  for (let index = 0; index < rawHeaders.length; index += 2) {
    joined[rawHeaders[index]?.toLowerCase() ?? ''] = rawHeaders[index + 1] ?? '';
  }
  const [path = '', query = ''] = pathWithQueryString.split('?', 2);
  return {
    method: 'GET',
    path: path || '/',
    query,
    headers: joined,
    rawHeaders,
    body: Buffer.from(body),
    remoteAddress: testAddress,
  };
}

function stageOf({ configuration, account, region }: TestSubject, input: TestInvokeAuthorizerRequest): CompiledStage {
  return {
    record: { stageName: testStage, deploymentId: '' },
    name: testStage,
    deployment: compileDeployment('', configuration, { account, region }),
    variables: input.stageVariables ?? {},
    accessLog: undefined,
    settings: new Map(),
    canary: undefined,
    isCanary: false,
  };
}

/** The root's, which needs not be there. */
function methodOf({ configuration, authorizer }: TestSubject): RoutedExchange['match']['method'] {
  return {
    resource: { id: configuration.api.rootResourceId, path: '/' },
    verb: 'GET',
    record: {},
    integration: {},
    mapping: compileIntegration({}),
    authorizer,
    validator: undefined,
  };
}
