import type { CloudClient } from '../src/harness/cloud-client.ts';

const roleArn = 'arn:aws:iam::000000000000:role/workflows';

/** Its ARN. */
export async function createMachine(
  client: CloudClient,
  name: string,
  definition: object,
  type = 'STANDARD',
): Promise<string> {
  const input = { name, roleArn, type, definition: JSON.stringify(definition) };
  return (await client.call<{ stateMachineArn: string }>('states', 'CreateStateMachine', input)).stateMachineArn;
}

/** A machine of so many Pass states, one after the other. */
export const chain = (count: number): object => ({
  StartAt: 'S0',
  States: Object.fromEntries(
    Array.from({ length: count }, (_state, at) => [
      `S${at}`,
      { Type: 'Pass', ...(at + 1 < count ? { Next: `S${at + 1}` } : { End: true }) },
    ]),
  ),
});

/** Waits until an execution has succeeded. */
export async function endOf(client: CloudClient, executionArn: string): Promise<void> {
  for (;;) {
    const { status, error, cause } = await client.call<{ status: string; error?: string; cause?: string }>(
      'states',
      'DescribeExecution',
      { executionArn },
    );
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`${executionArn} is ${status}: ${error} ${cause}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
