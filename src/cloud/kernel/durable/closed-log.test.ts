import { afterEach, describe, expect, it } from 'vitest';
import { startCloud } from '../../cloud.ts';
import { contentsOf, Directories, put } from './testing/directories.ts';

const directories = new Directories();
afterEach(() => directories.close());

describe('a call that ends after its cloud was closed', () => {
  it('is refused, undone and no bug', async () => {
    const directory = directories.fresh();
    const lines: string[] = [];
    const cloud = await startCloud({ data: directory, log: 'warn', writeLog: (line) => void lines.push(line) });
    const create = (QueueName: string) => cloud.kernel.call('sqs', 'CreateQueue', { QueueName }, { account: '1' });
    await create('kept');
    await cloud.close();

    await expect(create('late')).rejects.toMatchObject({ name: 'SquallError', code: 'CloudClosed' });
    await expect(create('later')).rejects.toMatchObject({ code: 'CloudClosed' });

    expect(lines).toEqual([]);
    expect(cloud.journal.hops().map(({ outcome }) => outcome)).toEqual(['ok', 'error', 'error']);
    const { QueueUrls = [] } = await cloud.kernel.call<{ QueueUrls?: string[] }>(
      'sqs',
      'ListQueues',
      {},
      { account: '1' },
    );
    expect(QueueUrls.map((url) => url.split('/').at(-1))).toEqual(['kept']);
  });

  it('leaves the log as it was, for the next start', async () => {
    const directory = directories.fresh();
    const world = await directories.open(directory);
    put(world, 'a', 1);
    await directories.close();

    expect(() => put(world, 'b', 2)).toThrow(expect.objectContaining({ code: 'CloudClosed' }));
    expect(() => world.restore(world.snapshot())).toThrow(expect.objectContaining({ code: 'CloudClosed' }));

    expect(contentsOf(await directories.open(directory))).toEqual({ a: 1 });
  });
});
