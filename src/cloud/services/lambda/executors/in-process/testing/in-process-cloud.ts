import { zipSync } from 'fflate';
import { type Cloud, startCloud } from '../../../../../cloud.ts';
import type { Faults } from '../../../../../kernel/faults/faults.ts';
import { rootCaller } from '../../../../../kernel/identity.ts';
import {
  EnvironmentActivity,
  type EnvironmentEvent,
  inProcessExecutor,
  type Outbound,
} from '../in-process-executor.ts';
import { waitUntilIdle } from '../wait-until-idle.ts';

export interface Files {
  readonly [path: string]: string;
}

export interface Setting {
  readonly handler?: string;
  readonly runtime?: string;
  readonly timeoutSeconds?: number;
  readonly outbound?: Outbound;
  readonly faults?: Faults;
  readonly layers?: readonly string[];
}

/** A cloud in virtual time with one function in an in-process environment, driven from timer to timer. */
export interface InProcessCloud extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly events: EnvironmentEvent[];
  readonly logs: () => string;
  /** The reply as JSON, or the error payload. */
  invoke(event?: object): Promise<unknown>;
}

const account = '000000000000';
const place = { caller: rootCaller(account, account), account, region: 'us-east-1' };

export async function inProcessCloud(files: Files, setting: Setting = {}): Promise<InProcessCloud> {
  const events: EnvironmentEvent[] = [];
  const { outbound, faults, handler = 'index.handler', runtime = 'nodejs24.x', timeoutSeconds = 10, layers } = setting;
  const activity = new EnvironmentActivity();
  const executor = inProcessExecutor({
    activity,
    seed: () => 7,
    observe: (event) => events.push(event),
    ...(outbound && { outbound }),
  });
  const cloud = await startCloud({ clock: 'virtual', seed: 1, log: 'error', executor, ...(faults && { faults }) });
  const call = <Output>(service: string, operation: string, input: object) =>
    cloud.kernel.call<Output>(service, operation, input, place);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  await call('iam', 'CreateRole', { RoleName: 'role', AssumeRolePolicyDocument: JSON.stringify(trust) });
  const archive = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  await call('lambda', 'CreateFunction', {
    FunctionName: 'subject',
    Runtime: runtime,
    Handler: handler,
    Timeout: timeoutSeconds,
    ...(layers && { Layers: layers }),
    Role: `arn:aws:iam::${account}:role/role`,
    Code: { ZipFile: zipSync(archive) },
  });
  return {
    cloud,
    events,
    logs: () =>
      cloud.kernel.world
        .names('logs/')
        .flatMap((name) => [...cloud.kernel.world.collection<{ readonly message?: string }>(name).values()])
        .map(({ message }) => message ?? '')
        .join('\n'),
    async invoke(event = {}) {
      const Payload = Buffer.from(JSON.stringify(event));
      const answer = await untilDone(
        cloud,
        activity,
        call<{ readonly Payload: Uint8Array }>('lambda', 'Invoke', { FunctionName: 'subject', Payload }),
      );
      return JSON.parse(Buffer.from(answer.Payload).toString('utf8'));
    },
    [Symbol.asyncDispose]: () => cloud.close(),
  };
}

/** Lets virtual time pass whenever nothing else goes on. */
async function untilDone<T>(cloud: Cloud, activity: EnvironmentActivity, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  while (!isDone) {
    await waitUntilIdle(() => activity.entries + cloud.journal.count, activity);
    if (!isDone) cloud.clock.fireNext();
  }
  return work;
}
