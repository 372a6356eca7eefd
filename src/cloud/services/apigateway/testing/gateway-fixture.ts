import type { Integration, IntegrationResponse, Method, Resource, RestApi } from '@aws-sdk/client-api-gateway';
import { customAddressOf, customDomains } from '../../../gateway/custom-domains/custom-domains.ts';
import { addressOf, createExecuteApi } from '../../../gateway/execute-api/execute-api.ts';
import type { StreamedEvent } from '../../../gateway/integrations/call-integration.ts';
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
import type { HttpResponse } from '../../../kernel/http.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { noTrace } from '../../../kernel/trace.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import { deployedRestApis } from '../execute/pipeline.ts';
import { startGateway } from '../gateway.ts';
import { apigateway } from '../service.ts';
import { restApiState } from '../state.ts';

/** What another service was asked. */
interface Asked {
  readonly service: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** A method as tests write it; responses by their status. */
interface MethodSettings {
  readonly method?: Partial<Method>;
  readonly integration: Omit<Integration, 'integrationResponses'>;
  readonly responses?: Readonly<Record<string, Omit<IntegrationResponse, 'statusCode'>>>;
  /** False leaves the method responses out, which the integration's stand for. */
  readonly declaresResponses?: boolean;
}

/** What tests of the data plane hold in their hands. */
export interface RestFixture {
  readonly kernel: CloudKernel;
  readonly clock: Clock;
  /** Functions by name; each may be called by API Gateway unless it is in `forbidden`. */
  readonly functions: Map<string, FakeFunction>;
  /** What functions that stream answer with, event by event. */
  readonly streams: Map<string, AsyncIterable<StreamedEvent>>;
  /** Functions that answer with just this text. */
  readonly payloads: Map<string, string>;
  readonly forbidden: Set<string>;
  readonly asked: Asked[];
  control<Output>(operation: string, input: object): Promise<Output>;
  /** An API with methods by `GET /pets/{id}`, deployed to the stage `prod`; answers its id. */
  deploy(
    methods: Readonly<Record<string, MethodSettings>>,
    settings?: { readonly api?: object; readonly stage?: object },
  ): Promise<string>;
  /** `GET /prod/pets?limit=1` of an API, at its own host. */
  request(apiId: string, line: string, options?: RequestOptions): Promise<HttpResponse>;
  close(): void;
}

/** For tests: the gateway alone, with a virtual clock, in front of functions that live in the test. */
export function startRestFixture(): RestFixture {
  const clock = new Clock({ virtual: true, startMs: Date.UTC(2026, 10, 3, 10, 11, 12) });
  const functions = new Map<string, FakeFunction>();
  const streams = new Map<string, AsyncIterable<StreamedEvent>>();
  const payloads = new Map<string, string>();
  const forbidden = new Set<string>();
  const asked: Asked[] = [];
  const kernel = createGatewayKernel(
    clock,
    () => gateway,
    async (service, operation, input) => {
      asked.push({ service, operation, input });
      const name = String(input.FunctionName);
      if (service !== 'lambda') return {};
      if (forbidden.has(name)) throw new AwsError('AccessDeniedException', 'no resource-based policy allows it');
      const payload = payloads.get(name);
      if (payload !== undefined) return { StatusCode: 200, Payload: Buffer.from(payload) };
      if (operation === 'InvokeWithResponseStream') return { StatusCode: 200, EventStream: streams.get(name) };
      if (input.InvocationType === 'Event') return { StatusCode: 202 };
      return invokeFake(functions.get(name), input);
    },
  );
  const gateway = startGateway(kernel);
  const executeApi = createExecuteApi(kernel, [(apiId) => deployedRestApis.find(apiId, kernel, gateway)]);
  return {
    kernel,
    clock,
    functions,
    streams,
    payloads,
    forbidden,
    asked,
    control: <Output>(operation: string, input: object) => control(kernel, operation, input) as Promise<Output>,
    deploy: (methods, settings) => deploy(kernel, methods, settings),
    request(apiId, line, options = {}) {
      const request = requestOf(apiId, line, options);
      const address = customAddressOf(request, customDomains(kernel.world)) ?? addressOf(request);
      if (!address) throw new Error(`${request.path} is no address of an API`);
      return executeApi.handle(request, address);
    },
    close: () => void gateway.close?.(),
  };
}

async function control(kernel: CloudKernel, operation: string, input: object): Promise<unknown> {
  const run = apigateway.operations[operation] as unknown as (
    state: unknown,
    input: object,
    context: object,
  ) => unknown;
  const state = restApiState(kernel.world.scope('apigateway', account, region));
  return run(state, input, {
    account,
    region,
    kernel,
    endpoint: kernel.endpoint,
    clock: kernel.clock,
    random: kernel.random,
    runtime: kernel.runtimeOf(apigateway),
    stream: (values: unknown) => values,
    caller: rootCaller(account),
    requestId: 'test',
    trace: noTrace,
    origin: undefined,
  });
}

async function deploy(
  kernel: CloudKernel,
  methods: Readonly<Record<string, MethodSettings>>,
  { api = {}, stage = {} }: { readonly api?: object; readonly stage?: object } = {},
): Promise<string> {
  const created = (await control(kernel, 'CreateRestApi', { name: 'pets', ...api })) as RestApi;
  const restApiId = created.id ?? '';
  const resources = new Map([['', String(created.rootResourceId)]]);
  for (const [key, settings] of Object.entries(methods)) {
    const [httpMethod = 'GET', path = '/'] = key.split(' ');
    const resourceId = await resourceAt(kernel, restApiId, path, resources);
    await putMethod(kernel, { restApiId, resourceId, httpMethod }, settings);
  }
  const { id: deploymentId } = (await control(kernel, 'CreateDeployment', { restApiId })) as { readonly id: string };
  await control(kernel, 'CreateStage', { restApiId, deploymentId, stageName: 'prod', ...stage });
  return restApiId;
}

async function resourceAt(
  kernel: CloudKernel,
  restApiId: string,
  path: string,
  known: Map<string, string>,
): Promise<string> {
  let at = '';
  for (const pathPart of path.split('/').filter((part) => part !== '')) {
    const parentId = known.get(at);
    at = `${at}/${pathPart}`;
    if (known.has(at)) continue;
    const { id } = (await control(kernel, 'CreateResource', { restApiId, parentId, pathPart })) as Resource;
    known.set(at, String(id));
  }
  return known.get(at) ?? '';
}

async function putMethod(
  kernel: CloudKernel,
  where: { readonly restApiId: string; readonly resourceId: string; readonly httpMethod: string },
  { method, integration, responses = {}, declaresResponses = true }: MethodSettings,
): Promise<void> {
  const requestParameters = { ...requestParametersOf(integration), ...method?.requestParameters };
  await control(kernel, 'PutMethod', { authorizationType: 'NONE', ...method, requestParameters, ...where });
  const { httpMethod: integrationHttpMethod, ...others } = integration;
  await control(kernel, 'PutIntegration', { ...others, integrationHttpMethod, ...where });
  for (const [statusCode, response] of Object.entries(responses)) {
    const responseParameters = flagged(Object.keys(response.responseParameters ?? {}));
    if (declaresResponses) await control(kernel, 'PutMethodResponse', { ...where, statusCode, responseParameters });
    await control(kernel, 'PutIntegrationResponse', { ...where, statusCode, ...response });
  }
}

/** What the mappings of an integration name, which its method has to declare. */
const requestParametersOf = ({ requestParameters = {} }: Integration): Record<string, boolean> =>
  flagged(Object.values(requestParameters).filter((source) => /^method\.request\.(?!body)/.test(source)));

const flagged = (names: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(names.map((name) => [name, false]));

/** The URI by which integrations call a function of the fixture. */
export const functionUri = (name: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

/** An answer's body as text. */
export const textOf = ({ body }: HttpResponse): string => Buffer.from(body as string).toString('utf8');
