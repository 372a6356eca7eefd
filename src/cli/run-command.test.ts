import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCloud } from '../cloud/cloud.ts';
import { commands, runCommand } from './run-command.ts';

let output = '';
let complaints = '';

beforeEach(() => {
  output = '';
  complaints = '';
  vi.stubEnv('NO_COLOR', '1');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    complaints += String(chunk);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('squall', () => {
  it('tells its commands when it is asked for nothing', async () => {
    expect(await runCommand([])).toBe(0);

    for (const name of Object.keys(commands)) expect(output).toContain(`  ${name}`);
  });

  it.each([
    ['help', 'up'],
    ['up', '--help'],
    ['up', '--port', '1', '-h'],
  ])('explains up: %s %s', async (...argv) => {
    expect(await runCommand(argv)).toBe(0);

    expect(output).toContain('Usage: squall up [options]');
  });

  it('tells its version', async () => {
    expect(await runCommand(['--version'])).toBe(0);

    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('an invalid command line exits with 2 and names the mistake', () => {
  it.each([
    [['nosuch'], 'There is no command “nosuch”'],
    [['toString'], 'There is no command “toString”'],
    [['help', 'nosuch'], 'There is no command “nosuch”'],
    [['up', '--prot', '1'], "Unknown option '--prot'"],
    [['up', 'now'], 'Unexpected argument “now”'],
    [['deploy', 'a.ts', 'b.ts'], 'Unexpected argument “b.ts”'],
    [['up', '--port', 'abc'], '--port abc is not a number'],
    [['up', '--port', '65536'], '--port 65536 is not a number'],
    [['up', '--log', 'loud'], '--log loud is not a choice'],
    [['env', '--account', '12'], '“12” is not an account'],
    [['deploy', '--account', '12'], '“12” is not an account'],
    [
      ['dev', 'integration/serverless-framework/services/shop/serverless.yml'],
      'squall dev does not deploy a serverless',
    ],
    [['deploy', '--region', 'mars'], '“mars” is not a region'],
    [['dev', '--region', 'mars'], '“mars” is not a region'],
    [['deploy', '--parameter', 'Name'], '--parameter Name has no value'],
    [['status', '--endpoint', 'localhost:4566'], '“localhost:4566” is not an endpoint'],
  ])('%j', async (argv, message) => {
    expect(await runCommand(argv)).toBe(2);

    expect(complaints).toContain(message);
    expect(output).toBe('');
  });
});

describe('a command that fails exits with 1', () => {
  it('because a template has no Resources', async () => {
    await using cloud = await startCloud();

    expect(await runCommand(['deploy', 'package.json', '--endpoint', cloud.endpoint])).toBe(1);

    expect(complaints).toContain('package.json is no template: it has no Resources.');
  });

  it('because no cloud answers', async () => {
    const cloud = await startCloud();
    await cloud.close();

    expect(await runCommand(['status', '--endpoint', cloud.endpoint])).toBe(1);

    expect(complaints).toBe(`✗ No cloud answers at ${cloud.endpoint}.\n  Start one: squall up\n`);
  });

  it('because the port is taken, and proposes another', async () => {
    await using cloud = await startCloud();

    expect(await runCommand(['up', '--port', String(cloud.port)])).toBe(1);

    expect(complaints).toContain(`--port ${cloud.port + 1}`);
  });

  it('because there is no such app', async () => {
    await using cloud = await startCloud();

    expect(await runCommand(['deploy', 'nosuch.ts', '--json', '--endpoint', cloud.endpoint])).toBe(1);

    expect(complaints).toContain('There is no nosuch.ts in ');
    expect(output).toBe('');
  });

  it('because AWS would refuse it, in AWS’s words', async () => {
    await using cloud = await startCloud();
    await cloud.kernel.call('logs', 'CreateLogGroup', { logGroupName: 'any' }, { account: '000000000000' });

    expect(await runCommand(['logs', '--filter', '{ $.a = ', '--endpoint', cloud.endpoint])).toBe(1);

    expect(complaints).toContain('✗ InvalidParameterException: ');
  });
});

describe('squall logs', () => {
  it('shows every line of every group, however many pages they fill', async () => {
    await using cloud = await startCloud();
    const groups = Array.from({ length: 60 }, (_, index) => `/group/${String(index).padStart(2, '0')}`);
    const call = (operation: string, input: object) =>
      cloud.kernel.call('logs', operation, input, { account: '000000000000' });
    for (const logGroupName of groups) {
      await call('CreateLogGroup', { logGroupName });
      await call('CreateLogStream', { logGroupName, logStreamName: 'stream' });
      const logEvents = [{ timestamp: cloud.clock.now(), message: `from ${logGroupName}` }];
      await call('PutLogEvents', { logGroupName, logStreamName: 'stream', logEvents });
    }

    expect(await runCommand(['logs', '--json', '--endpoint', cloud.endpoint])).toBe(0);

    const lines = output.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { logGroupName: string }).logGroupName).sort()).toEqual(groups);
  });
});

describe('squall env', () => {
  it("prints the AWS provider's block for Terraform, in both of its syntaxes", async () => {
    const place = ['--endpoint', 'http://127.0.0.1:4999', '--account', '111111111111', '--region', 'eu-west-1'];
    expect(await runCommand(['env', '--terraform', ...place])).toBe(0);
    const block = output;
    output = '';
    expect(await runCommand(['env', '--terraform', '--json', ...place])).toBe(0);
    const { aws } = (JSON.parse(output) as { provider: { aws: Record<string, unknown> } }).provider;

    expect(block).toMatch(/^provider "aws" \{\n {2}region += "eu-west-1"\n {2}access_key += "111111111111"\n/m);
    expect(block).toContain('  dynamic "assume_role" {\n    for_each = []\n');
    expect(aws['dynamic']).toEqual({ assume_role: { for_each: [], content: {} } });
    expect(block).toMatch(/^ {2}endpoints \{\n( {4}[a-z0-9]+ += "http:\/\/127\.0\.0\.1:4999"\n)+ {2}\}\n\}\n$/m);
    expect(aws).toMatchObject({ region: 'eu-west-1', s3_use_path_style: true, profile: null });
    expect(Object.keys((aws['endpoints'] as object[])[0] ?? {})).toEqual(expect.arrayContaining(['sfn', 'lambda']));
  });

  it('prints what a shell can evaluate', async () => {
    expect(await runCommand(['env', '--account', '111111111111', '--region', 'eu-west-1'])).toBe(0);

    expect(output).toContain("export AWS_ENDPOINT_URL='http://127.0.0.1:4566'\n");
    expect(output).toContain("export AWS_DISABLE_HOST_PREFIX_INJECTION='true'\n");
    expect(output).toContain("export AWS_ACCESS_KEY_ID='111111111111'\n");
    expect(output).toContain("export AWS_REGION='eu-west-1'\n");
    expect(execFileSync('sh', ['-c', 'eval "$1"; echo "$AWS_REGION"', 'sh', output], { encoding: 'utf8' })).toBe(
      'eu-west-1\n',
    );
    // Joined to one line, as without quotes, the comments must hide nothing either.
    const [apis, sqs] = output.trimEnd().split('\n').slice(-2);
    expect(apis).toBe(
      '# APIs answer at http://127.0.0.1:4566/_aws/execute-api/ID/STAGE/… and http://ID.execute-api.localhost:4566/STAGE/…',
    );
    expect(sqs).toMatch(/^# Version 1 of the AWS CLI .* sqs/);
  });
});

describe('squall env --sdk-v2', () => {
  it('shows the cloud to version 2 of the SDK, which reads no AWS_ENDPOINT_URL', async () => {
    expect(await runCommand(['env', '--sdk-v2', '--endpoint', 'http://127.0.0.1:4599'])).toBe(0);
    const sdk = '({ VERSION: "2.1.0", config: { update(to) { Object.assign(this, to); } } })';
    const directory = mkdtempSync(join(tmpdir(), 'squall-test-'));
    writeFileSync(join(directory, 'core.js'), `module.exports = ${sdk};`);
    writeFileSync(join(directory, 'main.js'), 'console.log(require("./core").config.endpoint);');

    const said = execFileSync('sh', ['-c', `${output}\n"${process.execPath}" "${directory}/main.js"`], {
      encoding: 'utf8',
    });

    rmSync(directory, { recursive: true });
    expect(said).toBe('http://127.0.0.1:4599\n');
  });
});

describe('squall reset', () => {
  it('empties the cloud', async () => {
    await using cloud = await startCloud();
    await cloud.kernel.call('logs', 'CreateLogGroup', { logGroupName: 'any' }, { account: '000000000000' });

    expect(await runCommand(['reset', '--json', '--endpoint', cloud.endpoint])).toBe(0);

    expect(output).toBe('{"reset":true}\n');
    const left = await cloud.kernel.call('logs', 'DescribeLogGroups', {}, { account: '000000000000' });
    expect(left).toMatchObject({ logGroups: [] });
  });
});
