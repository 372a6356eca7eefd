import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Target } from '../cloud.ts';

const roleArn = 'arn:aws:iam::000000000000:role/machine';

/** Makes a state machine; answers its ARN. */
export async function makeMachine(target: Target, definition: object, more: object = {}): Promise<string> {
  const input = { name: 'm', definition: JSON.stringify(definition), roleArn, ...more };
  const { stateMachineArn = '' } = await target.client(SFNClient).send(new CreateStateMachineCommand(input));
  return stateMachineArn;
}

/** An execution that is over, and its history. */
export interface Ended extends DescribeExecutionOutput {
  readonly events: readonly HistoryEvent[];
}

/** Starts an execution and lets time pass until it is over. Its cloud must have a virtual clock. */
export async function run(target: Target, stateMachineArn: string, input: unknown = {}): Promise<Ended> {
  const client = target.client(SFNClient);
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  const { executionArn } = started;
  for (let waited = 0; waited < 40; waited += 1) {
    await target.cloud.clock.advance(waited < 20 ? '1s' : '1h');
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status === 'RUNNING') continue;
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    return { ...described, events } as Ended;
  }
  throw new Error(`${executionArn} does not end`);
}

/** The names of its events, in order. */
export const types = ({ events }: Ended): readonly (string | undefined)[] => events.map(({ type }) => type);

/** Its events with what they follow: `3 PassStateExited <2`. */
export const chain = ({ events }: Pick<Ended, 'events'>): readonly string[] =>
  events.map(({ id, type, previousEventId }) => `${id} ${type} <${previousEventId}`);
