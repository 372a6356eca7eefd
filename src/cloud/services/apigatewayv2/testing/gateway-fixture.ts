import type { Api, Integration } from '@aws-sdk/client-apigatewayv2';
import { customAddressOf, customDomains } from '../../../gateway/custom-domains/custom-domains.ts';
import { addressOf, createExecuteApi } from '../../../gateway/execute-api/execute-api.ts';
import { createMemoryBlobs } from '../../../kernel/blobs.ts';
import { Clock } from '../../../kernel/clock.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { ExecutionEnvironments } from '../../../kernel/execution-environments.ts';
import { noFaults } from '../../../kernel/faults/faults.ts';
import { PreviousVersions } from '../../../kernel/faults/previous-versions.ts';
import { FaultRules } from '../../../kernel/faults/rules.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import { Identity, rootCaller } from '../../../kernel/identity.ts';
import { Journal } from '../../../kernel/journal.ts';
import { createLog } from '../../../kernel/log.ts';
import { Random } from '../../../kernel/random.ts';
import { Scheduler } from '../../../kernel/scheduler.ts';
import type { ServiceRuntime } from '../../../kernel/service-runtime.ts';
import { Signals } from '../../../kernel/signals.ts';
import { SweptBlobs } from '../../../kernel/swept-blobs.ts';
import { noTrace } from '../../../kernel/trace.ts';
import { World } from '../../../kernel/world.ts';
import type { CloudKernel, Context } from '../../../service-kit/contract.ts';
import { awsModels } from '../../../wire/model/models.ts';
import { deployedHttpApis } from '../execute/pipeline.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import { apigatewayv2 } from '../service.ts';
import { httpApiState } from '../state.ts';

type FakeFunction = (event: Record<string, unknown>) => unknown;

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

interface RequestOptions {
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
  /** Instead of the API's own. */
  readonly host?: string;
}

/** Where all APIs and functions of the fixture live. */
export const account = '123456789012';
export const region = 'us-east-1';
/** The ARN of a function of the fixture, as integrations and authorizers name it. */
export const functionArn = (name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;

/** For tests: the gateway alone, with a virtual clock, in front of functions that live in the test. */
export function startGatewayFixture(): GatewayFixture {
  const clock = new Clock({ virtual: true, startMs: Date.UTC(2026, 10, 3, 10, 11, 12) });
  const functions = new Map<string, FakeFunction>();
  const forbidden = new Set<string>();
  const asked: Asked[] = [];
  let gateway: Gateway | undefined;
  const kernel = createKernel(
    clock,
    () => gateway,
    async (service, operation, input) => {
      asked.push({ service, operation, input });
      const name = String(input.FunctionName);
      if (service !== 'lambda') return {};
      if (forbidden.has(name)) throw new AwsError('AccessDeniedException', 'no resource-based policy allows it');
      return invoke(functions.get(name), input);
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

type Answer = (service: string, operation: string, input: Record<string, unknown>) => Promise<unknown>;

function createKernel(clock: Clock, gateway: () => ServiceRuntime | undefined, answer: Answer): CloudKernel {
  const world = new World();
  const random = new Random(7);
  return {
    world,
    blobs: new SweptBlobs(createMemoryBlobs(), world, []),
    clock,
    random,
    journal: new Journal(),
    scheduler: new Scheduler(world, clock, async () => {}),
    signals: new Signals(createLog('error')),
    metrics: { record: () => {}, counter: () => () => {}, collect: async () => {} },
    faults: noFaults,
    previousVersions: new PreviousVersions(world),
    rules: new FaultRules({ clock, random, services: () => new Map(), rotate: () => Promise.resolve() }),
    state: (service, account, region) => service.state(world.scope(service.name, account, region)),
    identity: new Identity(world, random, clock),
    environments: new ExecutionEnvironments(),
    log: createLog('error'),
    settings: {
      host: '127.0.0.1',
      port: 4566,
      defaultRegion: region,
      verifySignatures: false,
      enforceCapacity: false,
      strictRuntimes: false,
      installsRuntimeSdk: false,
      workDirectory: '/nowhere',
    },
    endpoint: 'http://127.0.0.1:4566',
    handle: () => Promise.reject(new Error('nothing is behind this kernel')),
    services: new Map(),
    models: awsModels,
    runtimeOf: gateway,
    resourceType: () => undefined,
    storedOnly: {},
    taggings: () => [],
    call: <Output>(service: string, operation: string, input: object) =>
      answer(service, operation, input as Record<string, unknown>) as Promise<Output>,
  };
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

async function invoke(run: FakeFunction | undefined, input: Record<string, unknown>): Promise<unknown> {
  if (!run) throw new AwsError('ResourceNotFoundException', `Function not found: ${String(input.FunctionName)}`);
  try {
    const output = await run(JSON.parse(String(input.Payload)) as Record<string, unknown>);
    return { StatusCode: 200, Payload: Buffer.from(output === undefined ? 'null' : JSON.stringify(output)) };
  } catch (error) {
    const payload = JSON.stringify({ errorType: 'Error', errorMessage: (error as Error).message });
    return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(payload) };
  }
}

function requestOf(
  apiId: string,
  line: string,
  { headers = [], body = '', host = `${apiId}.execute-api.localhost:4566` }: RequestOptions,
): HttpRequest {
  const [method = 'GET', target = '/'] = line.split(' ');
  const [path = '/', query = ''] = target.split('?');
  const all = [['Host', host], ['User-Agent', 'curl/8.5.0'], ...headers] as const;
  const joined: Record<string, string> = {};
  for (const [name, value] of all) {
    const key = name.toLowerCase();
    joined[key] = joined[key] === undefined ? value : `${joined[key]}, ${value}`;
  }
  return {
    method,
    path,
    query,
    headers: joined,
    rawHeaders: all.flat(),
    body: typeof body === 'string' ? Buffer.from(body) : body,
    remoteAddress: '127.0.0.1',
  };
}

/** Lets all go on that waits neither for time nor for the test. */
export const untilWaiting = (): Promise<unknown> => new Promise(setImmediate);
