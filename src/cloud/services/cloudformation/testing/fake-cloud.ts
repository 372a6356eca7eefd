import { Clock } from '../../../kernel/clock.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { createLog } from '../../../kernel/log.ts';
import { Random } from '../../../kernel/random.ts';
import { World } from '../../../kernel/world.ts';
import type { CloudKernel, Context, Operation, ResourceType } from '../../../service-kit/contract.ts';
import { type CloudFormationRuntime, startRuntime } from '../runtime.ts';
import { cloudformation } from '../service.ts';
import { type CloudFormationState, cloudFormationState } from '../state.ts';

const account = '111111111111';
const region = 'eu-west-1';

type Handler = (service: string, operation: string, input: Record<string, unknown>) => unknown;

/** What tests of the engine hold in their hands. */
export interface FakeCloud {
  readonly state: CloudFormationState;
  readonly clock: Clock;
  readonly kernel: CloudKernel;
  readonly runtime: CloudFormationRuntime;
  /** What the fake types were asked to do, in order: `create A`, `update A`, `delete A`. */
  readonly calls: string[];
  /** What was said in the cloud's log. */
  readonly log: string[];
  send<Output = Record<string, unknown>>(operation: string, input: object): Promise<Output>;
  /** `LogicalId STATUS`, oldest first. */
  events(stackName: string): string[];
  status(stackName: string): { readonly status: string; readonly reason: string | undefined };
}

/**
 * CloudFormation alone, over resource types that only remember: `Test::Thing` is changed in place, `Test::Fixed` has no
 * update. A property `Fail: 'create' | 'update' | 'delete'` fails that, updates from or to `Refused: true` are not
 * emulated, `Kept` is stored only; `call` answers calls of other services.
 */
export function fakeCloud(call: Handler = () => ({})): FakeCloud {
  const world = new World();
  const clock = new Clock({ virtual: true, startMs: Date.UTC(2026, 0, 1) });
  const random = new Random(7);
  const calls: string[] = [];
  const log: string[] = [];
  const types = new Map(Object.entries({ ...cloudformation.resources, ...fakeTypes(calls) }));
  const kernel = {
    world,
    clock,
    random,
    endpoint: 'http://127.0.0.1:4566',
    log: createLog('warn', (line) => log.push(line)),
    storedOnly: { 'Test::Thing.Kept': 'nothing here reads it' },
    resourceType: (type: string) => types.get(type),
    // Nobody hears what stacks tell of themselves.
    services: new Map(),
  } as unknown as CloudKernel;
  const runtime = startRuntime(kernel);
  const state = cloudFormationState(world.scope('cloudformation', account, region));
  const context = {
    account,
    region,
    caller: { kind: 'root', account, arn: '', userId: account, principal: account },
    requestId: 'request',
    clock,
    random,
    runtime,
    kernel,
    call: async (service: string, operation: string, input: object) => call(service, operation, { ...input }),
  } as unknown as Context<CloudFormationRuntime>;
  const send = async <Output>(operation: string, input: object): Promise<Output> => {
    const implementation = cloudformation.operations[operation] as Operation<
      object,
      Output,
      CloudFormationState,
      CloudFormationRuntime
    >;
    return implementation(state, input, context);
  };
  return {
    state,
    clock,
    kernel,
    runtime,
    calls,
    log,
    send,
    events: (stackName) =>
      [...state.events.values()]
        .filter((event) => event.stackName === stackName)
        .map((event) => `${event.logicalId} ${event.status}`),
    status: (stackName) => {
      const stack = [...state.stacks.values()].findLast(({ name }) => name === stackName);
      return { status: stack?.status ?? 'NONE', reason: stack?.statusReason };
    },
  };
}

function fakeTypes(calls: string[]): Readonly<Record<string, ResourceType>> {
  let count = 0;
  const fixed: ResourceType = {
    properties: ['*', 'Tags'],
    create: async (properties, { logicalId }) => {
      calls.push(`create ${logicalId}`);
      await Promise.resolve();
      if (properties.Fail === 'create') throw new Error(`${logicalId} cannot be created`);
      count += 1;
      return { physicalId: `${logicalId}-${count}`, attributes: { Arn: `arn:${logicalId}`, ...properties } };
    },
    delete: async ({ physicalId }, properties) => {
      calls.push(`delete ${physicalId}`);
      if (properties.Fail === 'delete') throw new Error(`${physicalId} cannot be deleted`);
    },
  };
  const thing: ResourceType = {
    ...fixed,
    update: async (state, properties, previous, { logicalId }) => {
      calls.push(`update ${logicalId} ${JSON.stringify(previous.Value)} → ${JSON.stringify(properties.Value)}`);
      if (properties.Refused || previous.Refused) throw new UnsupportedError(`Refused of ${logicalId}`);
      if (properties.Fail === 'update') throw new Error(`${logicalId} cannot be updated`);
      return { ...state, attributes: { Arn: `arn:${logicalId}`, ...properties } };
    },
  };
  return { 'Test::Thing': thing, 'Test::Fixed': fixed };
}

/** A template of fake resources, as text. */
export function template(resources: Record<string, object>, rest: object = {}): string {
  const typed = Object.entries(resources).map(([id, resource]) => [id, { Type: 'Test::Thing', ...resource }]);
  return JSON.stringify({ Resources: Object.fromEntries(typed), ...rest });
}
