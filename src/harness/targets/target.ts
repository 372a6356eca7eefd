import type { ClientConfig, ClientConfigOptions } from '../../cloud/client-config.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { CloudOptions } from '../../cloud/cloud-options.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import type { FaultRule } from '../../cloud/kernel/faults/rule.ts';
import type { MockConfig, TaskMock } from '../../index.ts';
import type { CloudClient } from '../cloud-client.ts';
import type { DeployedStack } from '../deploy.ts';

export const targetNames = ['embedded', 'container', 'localstack', 'aws'] as const;

/** Where suites run, by SQUALL_TARGET. */
export type TargetName = (typeof targetNames)[number];

/** What a target may lack; a test names what it needs, and is skipped with the reason where that is missing. */
export type Capability =
  /** `clock.advance`: time moves at the test's word. */
  | 'virtual time'
  /** Everything is put back between tests in no time; elsewhere tables and queues are emptied. */
  | 'snapshots'
  /** `faults.add`: calls fail at the test's word. */
  | 'faults'
  /** `mocks.add`: tasks of state machines are answered by the test. */
  | 'mocks'
  /** Functions reach servers that the test starts on this machine. */
  | 'this machine';

/** Settings for SDK clients: on AWS the SDK finds endpoint and credentials itself. */
export type TargetClientConfig = Partial<ClientConfig> & Pick<ClientConfig, 'region'>;

export interface TargetClock {
  /** Lets time pass: `'5m'`, `'30d'` or milliseconds. Needs `virtual time`. */
  advance(duration: string | number): Promise<void>;
}

export interface TargetFaults {
  /** Adds a rule, as text or as an object. Needs `faults`; LocalStack's chaos API takes a part of them. */
  add(rule: string | FaultRule): Promise<void>;
  clear(): Promise<void>;
}

export interface TargetMocks {
  /** Stands for calls of tasks of state machines until the test is over. Needs `mocks`. */
  add(...mocks: readonly (TaskMock | MockConfig)[]): Promise<void>;
  /** Takes away all that were added, those of the option `mocks` too. */
  clear(): Promise<void>;
}

/** A place in which stacks can be deployed: started by its target, for one test file. */
export interface Place {
  readonly aws: CloudClient;
  /** The cloud itself, where it is in this process. */
  readonly cloud: Cloud | undefined;
  readonly clock: TargetClock;
  readonly faults: TargetFaults;
  readonly mocks: TargetMocks;
  /** The name under which functions reach this machine. */
  readonly host: string;
  deploy(assembly: string, parameters: Readonly<Record<string, string>>): Promise<DeployedStack[]>;
  /** An address from a stack's output as one that this machine reaches. */
  reach(url: string): string;
  clientConfig(options?: ClientConfigOptions): TargetClientConfig;
  /** Remembers how everything is; the function that it gives puts it back. */
  mark(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface Target {
  readonly name: TargetName;
  readonly capabilities: ReadonlySet<Capability>;
  /** Throws `SquallError` saying what is missing on this machine. */
  start(options: CloudOptions): Promise<Place>;
}

/** For what a target lacks and a test uses all the same. */
export const lacking = (name: TargetName, capability: Capability): SquallError =>
  new SquallError(
    'Unsupported',
    `The target “${name}” has no ${capability}.`,
    `Say that the test needs it: stackTest({ needs: ['${capability}'] }) skips it here.`,
  );

/** Of targets whose tasks are answered by services alone. */
export const noMocks = (name: TargetName): TargetMocks => {
  const refuse = () => Promise.reject(lacking(name, 'mocks'));
  return { add: refuse, clear: refuse };
};
