import type { Method } from '@aws-sdk/client-api-gateway';
import { type Cloud, startCloud } from '../../../cloud.ts';
import type { CloudOptions } from '../../../cloud-options.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { usualFaults } from '../../../kernel/faults/fault-model.ts';
import { defaultAccount, defaultRegion } from '../../../kernel/identity.ts';
import type { AnyService, Service } from '../../../service-kit/contract.ts';
import { apigateway } from '../service.ts';
import {
  type AuthorizerRecord,
  childKey,
  currentConfiguration,
  type RestApiRecord,
  type RestApiState,
  restApiState,
} from '../state.ts';

type TestFunction = (event: Record<string, unknown>) => unknown;

/** What tests of the data plane hold in their hands: a cloud with REST APIs, in front of functions that live in the test. */
export interface RestCloud {
  readonly cloud: Cloud;
  readonly state: RestApiState;
  /** By name; `echo` answers its event. */
  readonly functions: Map<string, TestFunction>;
  /** Functions that API Gateway may not call. */
  readonly forbidden: Set<string>;
  /** Names of the functions that were called, in order. */
  readonly called: string[];
  /** Deploys an API to the stage `prod`, with each path's GET in front of `echo`. Answers its id. */
  deploy(options: DeployOptions): string;
  /** `/pets?a=1` of the stage, by GET. */
  get(apiId: string, target: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

interface DeployOptions {
  readonly api?: Partial<RestApiRecord>;
  readonly method?: Partial<Method>;
  readonly authorizer?: Partial<AuthorizerRecord>;
  readonly paths?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly errorType: string | undefined;
  readonly body: string;
  /** The event that `echo` saw. */
  readonly event: Record<string, unknown>;
}

/** The ARN by which authorizers and integrations name a function of the test. */
export const invocationUri = (name: string): string =>
  `arn:aws:apigateway:${defaultRegion}:lambda:path/2015-03-31/functions/arn:aws:lambda:${defaultRegion}:${defaultAccount}:function:${name}/invocations`;

/** Time is virtual. Close `cloud` when the test is over. */
export async function startRestCloud(
  options: CloudOptions & { also?: readonly AnyService[] } = {},
): Promise<RestCloud> {
  const functions = new Map<string, TestFunction>([
    ['echo', (event) => ({ statusCode: 200, body: JSON.stringify(event) })],
  ]);
  const forbidden = new Set<string>();
  const called: string[] = [];
  const services = [apigateway, lambdaDouble(functions, forbidden, called), ...(options.also ?? [])];
  const cloud = await startCloud({ log: 'error', clock: 'virtual', ...options, services });
  const state = restApiState(cloud.kernel.world.scope('apigateway', defaultAccount, defaultRegion));
  return {
    cloud,
    state,
    functions,
    forbidden,
    called,
    deploy: (wanted) => deploy(state, wanted),
    get: (apiId, target, headers) => get(cloud, apiId, target, headers),
  };
}

function lambdaDouble(functions: Map<string, TestFunction>, forbidden: Set<string>, called: string[]): AnyService {
  const double: Service<object> = {
    name: 'lambda',
    title: 'functions of the test',
    state: () => ({}),
    faults: usualFaults,
    exploredState: { none: 'there is nothing to compare' },
    operations: {
      Invoke: async (_state: object, { FunctionName, Payload }: { FunctionName: string; Payload: Uint8Array }) => {
        if (forbidden.has(FunctionName)) throw new AwsError('AccessDeniedException', 'not allowed');
        called.push(FunctionName);
        try {
          const output = await functions.get(FunctionName)?.(JSON.parse(Buffer.from(Payload).toString('utf8')));
          return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(output ?? null)) };
        } catch (error) {
          const errorMessage = error instanceof Error ? error.message : String(error);
          return {
            StatusCode: 200,
            FunctionError: 'Unhandled',
            Payload: Buffer.from(JSON.stringify({ errorMessage })),
          };
        }
      },
    },
  };
  return double as AnyService;
}

function deploy(state: RestApiState, options: DeployOptions): string {
  const { api, method, authorizer, paths = ['/pets'], variables } = options;
  const id = `restapi${state.restApis.size}`;
  const record = { ...api, id, name: api?.name ?? 'test', rootResourceId: 'root', revision: 0 };
  state.restApis.set(id, record);
  if (authorizer) {
    const guard = { id: 'guard', name: 'guard', authorizerUri: invocationUri('guard'), ...authorizer };
    state.authorizers.set(childKey(id, 'guard'), guard);
  }
  for (const path of paths) {
    const record: Method = {
      httpMethod: 'GET',
      ...(authorizer && { authorizerId: 'guard', authorizationType: 'CUSTOM' }),
      ...method,
      methodIntegration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: invocationUri('echo') },
    };
    const resourceId = `resource${path}`;
    state.resources.set(childKey(id, resourceId), { id: resourceId, path, resourceMethods: { GET: record } });
  }
  const current = state.restApis.get(id);
  if (!current) throw new Error('the API is gone');
  state.deployments.set(childKey(id, 'deployed'), { id: 'deployed', frozen: currentConfiguration(state, current) });
  state.stages.set(childKey(id, 'prod'), {
    stageName: 'prod',
    deploymentId: 'deployed',
    ...(variables && { variables }),
  });
  return id;
}

async function get(
  cloud: Cloud,
  apiId: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const [path = '', query = ''] = target.split('?', 2);
  const all: Record<string, string> = {
    Host: `${apiId}.execute-api.localhost`,
    'User-Agent': 'curl/8.5.0',
    ...headers,
  };
  const {
    status,
    headers: answered,
    body,
  } = await cloud.handle({
    method: 'GET',
    path: `/prod${path}`,
    query,
    headers: Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: Object.entries(all).flat(),
    body: new Uint8Array(),
    remoteAddress: '127.0.0.1',
  });
  const text = Buffer.from(body).toString('utf8');
  const errorType = answered['x-amzn-errortype'];
  return {
    status,
    errorType: typeof errorType === 'string' ? errorType : undefined,
    body: text,
    event: status === 200 ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
