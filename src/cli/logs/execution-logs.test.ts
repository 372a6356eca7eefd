import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Cloud, startCloud } from '../../cloud/cloud.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { runCommand } from '../run-command.ts';
import { EndedExecutions } from './execution-logs.ts';

let cloud: Cloud;
let aws: CloudClient;
let output = '';
let complaints = '';

beforeEach(async () => {
  cloud = await startCloud({ clock: 'virtual', seed: 5 });
  aws = clientOf(cloud);
  output = '';
  complaints = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += stripVTControlCharacters(String(text));
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complaints += stripVTControlCharacters(String(text));
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await cloud.close();
});

async function start(name: string): Promise<string> {
  const definition = {
    StartAt: 'Hold',
    States: { Hold: { Type: 'Wait', Seconds: 3, Next: 'End' }, End: { Type: 'Succeed' } },
  };
  const roleArn = 'arn:aws:iam::000000000000:role/machine';
  const made = { name: 'Orders', definition: JSON.stringify(definition), roleArn };
  const { stateMachineArn } = await aws.call('states', 'CreateStateMachine', made);
  const { executionArn } = await aws.call('states', 'StartExecution', { stateMachineArn, name });
  return executionArn as string;
}

const logs = (...args: readonly string[]) => runCommand(['logs', ...args, '--endpoint', cloud.endpoint]);

describe('squall logs --execution', () => {
  it('shows an execution as a graph, by its ARN and by how its name begins', async () => {
    const executionArn = await start('order-7');
    await cloud.clock.advance('5s');
    const graph = 'Orders order-7 SUCCEEDED in 3 s\n  ✓ Hold  Wait  3 s\n  ✓ End   Succeed  0 ms\n';

    expect(await logs('--execution', executionArn)).toBe(0);
    expect(output).toBe(graph);
    output = '';
    expect(await logs('--execution', 'order')).toBe(0);
    expect(output).toBe(graph);
  });

  it('follows one until it is over', async () => {
    await start('order-8');
    await cloud.clock.advance('1s');

    const followed = logs('-f', '--execution', 'order-8');
    await vi.waitFor(() => expect(output).toContain('Orders order-8 RUNNING\n  … Hold  Wait\n'), { timeout: 20_000 });
    await cloud.clock.advance('5s');

    expect(await followed).toBe(0);
    expect(output).toContain('Orders order-8 SUCCEEDED in 3 s');
  });

  it('says which executions there are when none has that name', async () => {
    await start('order-9');

    expect(await logs('--execution', 'nobody')).toBe(1);

    expect(complaints).toContain('No execution is named “nobody”.');
    expect(complaints).toContain('There are: order-9.');
  });
});

describe('squall logs --follow', () => {
  it('is told each execution once, when it is over, and none that was over before', async () => {
    await start('before');
    await cloud.clock.advance('5s');
    const ended = new EndedExecutions(aws, undefined);
    expect(await ended.next()).toEqual([]);

    await start('after');
    expect(await ended.next()).toEqual([]);
    await cloud.clock.advance('5s');

    expect((await ended.next()).map(({ execution }) => execution.name)).toEqual(['after']);
    expect(await ended.next()).toEqual([]);
  });
});
