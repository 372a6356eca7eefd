import type { Api, Integration } from '@aws-sdk/client-apigatewayv2';
import { customAddressOf, customDomains } from '../../../gateway/custom-domains/custom-domains.ts';
import { addressOf, createExecuteApi } from '../../../gateway/execute-api/execute-api.ts';
import {
  account,
  createGatewayKernel,
  type FakeFunction,
  functionArn,
  invokeFake,
  type RequestOptions,
  region,
  requestOf,
} from '../../../gateway/testing/gateway-kernel.ts';
import { Clock } from '../../../kernel/clock.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { noTrace } from '../../../kernel/trace.ts';
import type { CloudKernel, Context } from '../../../service-kit/contract.ts';
import { deployedHttpApis } from '../execute/pipeline.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import { apigatewayv2 } from '../service.ts';
import { httpApiState } from '../state.ts';

export { functionArn };

/** What another service was asked. */
interface Asked {
  readonly service: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** What tests of the data plane hold in their hands. */
export interface GatewayFixture {
  readonly kernel: CloudKernel;
  readonly clock: Clock;
  /** Functions by name; each may be called by API Gateway unless it is in `forbidden`. */
  readonly functions: Map<string, FakeFunction>;
  readonly forbidden: Set<string>;
  readonly asked: Asked[];
  control<Output>(operation: string, input: object): Promise<Output>;
  /** Answers the id of a new HTTP API. */
  createApi(settings?: object): Promise<string>;
  /** Adds a route with a function of format 2.0 behind it. */
  addRoute(apiId: string, routeKey: string, settings?: object): Promise<void>;
  /** `GET /pets?limit=1` of an API, at its own host. */
  request(apiId: string, line: string, options?: RequestOptions): Promise<HttpResponse>;
  close(): void;
}

/** For tests: the gateway alone, with a virtual clock, in front of functions that live in the test. */
export function startGatewayFixture(): GatewayFixture {
  const clock = new Clock({ virtual: true, startMs: Date.UTC(2026, 10, 3, 10, 11, 12) });
  const functions = new Map<string, FakeFunction>();
  const forbidden = new Set<string>();
  const asked: Asked[] = [];
  let gateway: Gateway | undefined;
  const kernel = createGatewayKernel(
    clock,
    () => gateway,
    async (service, operation, input) => {
      asked.push({ service, operation, input });
      const name = String(input.FunctionName);
      if (service !== 'lambda') return {};
      if (forbidden.has(name)) throw new AwsError('AccessDeniedException', 'no resource-based policy allows it');
      return invokeFake(functions.get(name), input);
    },
  );
  const started = startGateway(kernel);
  gateway = started;
  return {
    kernel,
    clock,
    functions,
    forbidden,
    asked,
    control: <Output>(operation: string, input: object) => control(kernel, operation, input) as Promise<Output>,
    createApi: (settings) => createApi(kernel, settings),
    addRoute: (apiId, routeKey, settings) => addRoute(kernel, apiId, { RouteKey: routeKey, ...settings }),
    request: (apiId, line, options = {}) => send(kernel, started, requestOf(apiId, line, options)),
    close: () => void gateway?.close?.(),
  };
}

async function send(kernel: CloudKernel, gateway: Gateway, request: HttpRequest): Promise<HttpResponse> {
  const address = customAddressOf(request, customDomains(kernel.world)) ?? addressOf(request);
  if (!address) throw new Error(`${request.path} is no address of an API`);
  return createExecuteApi(kernel, [(apiId) => deployedHttpApis.find(apiId, kernel, gateway)]).handle(request, address);
}

async function control(kernel: CloudKernel, operation: string, input: object): Promise<unknown> {
  const run = apigatewayv2.operations[operation] as unknown as (
    state: unknown,
    input: object,
    context: object,
  ) => unknown;
  const state = httpApiState(kernel.world.scope('apigatewayv2', account, region));
  const context: Omit<Context, 'call' | 'requestId' | 'caller' | 'trace' | 'origin'> = {
    account,
    region,
    kernel,
    endpoint: kernel.endpoint,
    clock: kernel.clock,
    random: kernel.random,
    runtime: kernel.runtimeOf(apigatewayv2),
    stream: (values) => values,
  };
  const call = { caller: rootCaller(account), requestId: 'test', trace: noTrace, origin: undefined };
  return run(state, input, { ...context, ...call });
}

async function createApi(kernel: CloudKernel, settings: object = {}): Promise<string> {
  const api = (await control(kernel, 'CreateApi', { Name: 'pets', ProtocolType: 'HTTP', ...settings })) as Api;
  return api.ApiId ?? '';
}

async function addRoute(kernel: CloudKernel, ApiId: string, route: object): Promise<void> {
  const { IntegrationId } = (await control(kernel, 'CreateIntegration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn('handler'),
    PayloadFormatVersion: '2.0',
  })) as Integration;
  await control(kernel, 'CreateRoute', { ApiId, Target: `integrations/${IntegrationId}`, ...route });
}

/** Lets all go on that waits neither for time nor for the test. */
export const untilWaiting = (): Promise<unknown> => new Promise(setImmediate);
