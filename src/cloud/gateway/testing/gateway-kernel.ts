import { createMemoryBlobs } from '../../kernel/blobs.ts';
import type { Clock } from '../../kernel/clock.ts';
import { AwsError } from '../../kernel/errors.ts';
import { ExecutionEnvironments } from '../../kernel/execution-environments.ts';
import { noFaults } from '../../kernel/faults/faults.ts';
import { PreviousVersions } from '../../kernel/faults/previous-versions.ts';
import { FaultRules } from '../../kernel/faults/rules.ts';
import { FunctionFailures } from '../../kernel/function-failures.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import { Identity } from '../../kernel/identity.ts';
import { Inspection } from '../../kernel/inspection/inspection.ts';
import { Journal } from '../../kernel/journal.ts';
import { createLog } from '../../kernel/log.ts';
import { Random } from '../../kernel/random.ts';
import { Scheduler } from '../../kernel/scheduler.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { Signals } from '../../kernel/signals.ts';
import { SweptBlobs } from '../../kernel/swept-blobs.ts';
import { World } from '../../kernel/world.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { awsModels } from '../../wire/model/models.ts';

/** A function that lives in the test. */
export type FakeFunction = (event: Record<string, unknown>) => unknown;

/** What a request of a test may have beside its line. */
export interface RequestOptions {
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

type Answer = (service: string, operation: string, input: Record<string, unknown>) => Promise<unknown>;

/** For tests: a kernel without services; `answer` stands for all that gateways ask. */
export function createGatewayKernel(
  clock: Clock,
  gateway: () => ServiceRuntime | undefined,
  answer: Answer,
): CloudKernel {
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
    functionFailures: new FunctionFailures(),
    inspection: new Inspection({ wishes: [], host: '127.0.0.1', clock, log: createLog('error') }),
    log: createLog('error'),
    settings: {
      host: '127.0.0.1',
      port: 4566,
      defaultRegion: region,
      answersTls: false,
      verifySignatures: false,
      enforceCapacity: false,
      strictRuntimes: false,
      installsRuntimeSdk: false,
      workDirectory: '/nowhere',
    },
    endpoint: 'http://127.0.0.1:4566',
    handle: () => Promise.reject(new Error('nothing is behind this kernel')),
    callSdk: () => Promise.reject(new Error('nothing is behind this kernel')),
    callHttp: () => Promise.reject(new Error('nothing is behind this kernel')),
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

/** Lambda's Invoke, with the test's function behind it. */
export async function invokeFake(run: FakeFunction | undefined, input: Record<string, unknown>): Promise<unknown> {
  if (!run) throw new AwsError('ResourceNotFoundException', `Function not found: ${String(input.FunctionName)}`);
  try {
    const output = await run(JSON.parse(String(input.Payload)) as Record<string, unknown>);
    return { StatusCode: 200, Payload: Buffer.from(output === undefined ? 'null' : JSON.stringify(output)) };
  } catch (error) {
    const payload = JSON.stringify({ errorType: 'Error', errorMessage: (error as Error).message });
    return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(payload) };
  }
}

/** `GET /pets?limit=1` of an API, at its own host. */
export function requestOf(
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
