import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../src/cli/run-command.ts';
import { type Cloud, startCloud } from '../../src/index.ts';

let cloud: Cloud;
const directory = mkdtempSync(join(tmpdir(), 'squall-invoke-'));

const functionOf = (code: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/r',
    Code: { ZipFile: code },
  },
  ...more,
});
const echo = 'exports.handler = async (event) => { console.log("heard", event.word); return { heard: event }; };';

beforeAll(async () => {
  cloud = await startCloud({ port: 0, log: 'error' });
  const client = new CloudFormationClient(cloud.clientConfig());
  const create = (StackName: string, Resources: object) =>
    client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }) }));
  await create('shop', {
    Orders: functionOf(echo),
    Broken: functionOf('exports.handler = async () => { throw new Error("broken"); };'),
    CartF0D8F1A2: functionOf(echo, { Metadata: { 'aws:cdk:path': 'Shop/Cart/Resource' } }),
  });
  await create('other', { Orders: functionOf(echo) });
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await cloud.close();
});

/** What a command prints, and its exit code. */
async function squall(...words: string[]) {
  const printed: Record<'stderr' | 'stdout', string> = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      printed[name] += String(chunk);
      return true;
    });
  }
  const code = await runCommand(['invoke', ...words, '--endpoint', cloud.endpoint]);
  vi.restoreAllMocks();
  return { code, ...printed };
}

describe('squall invoke', () => {
  it('prints the answer of a function that is named by its logical id, and its logs', async () => {
    const { code, stdout, stderr } = await squall('shop/Orders', '--event', '{"word":"tea"}');

    expect([code, JSON.parse(stdout)]).toEqual([0, { heard: { word: 'tea' } }]);
    expect(stderr).toMatch(/START RequestId: [\s\S]*heard tea[\s\S]*REPORT RequestId/);
  });

  it('takes the event of a file, of standard input, or none', async () => {
    const file = join(directory, 'event.json');
    writeFileSync(file, '{"word": "file"}');
    const ofFile = await squall('Cart', '-e', file);
    const piped = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from(['{"word":"stdin"}']) as never);
    const ofInput = await squall('CartF0D8F1A2', '-e', '-');
    piped.mockRestore();
    const none = await squall('Cart');

    expect([ofFile, ofInput, none].map(({ stdout }) => JSON.parse(stdout).heard)).toEqual([
      { word: 'file' },
      { word: 'stdin' },
      {},
    ]);
  });

  it('tells programs all of it in one line', async () => {
    const { stdout, stderr } = await squall('Cart', '--event', '{"word":1}', '--json');

    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      statusCode: 200,
      executedVersion: '$LATEST',
      payload: { heard: { word: 1 } },
      log: expect.stringContaining('heard 1'),
    });
  });

  it('fails with a function that fails', async () => {
    const { code, stdout, stderr } = await squall('Broken');

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ errorMessage: 'broken' });
    expect(stderr).toContain('Broken ended with an error (Unhandled).');
    expect(JSON.parse((await squall('Broken', '--json')).stdout)).toMatchObject({ functionError: 'Unhandled' });
  });

  it.each([
    [['Order'], 1, 'There is no function “Order”.', 'shop/Orders'],
    [['Orders'], 2, '“Orders” is more than one function.', 'other/Orders, shop/Orders'],
    [['Cart', '--event', '{"word":'], 2, 'The event is not JSON', 'one value of JSON'],
    [['Cart', '--event', 'gone.json'], 2, 'There is no gone.json.', '- for standard input'],
    [[], 2, 'There is no function to invoke.', 'squall invoke Orders'],
  ])('%j is refused with a hint', async (words, exitCode, message, hint) => {
    const { code, stdout, stderr } = await squall(...words);

    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});
