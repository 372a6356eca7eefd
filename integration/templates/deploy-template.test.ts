import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { runCommand } from '../../src/cli/run-command.ts';
import { type Cloud, startCloud } from '../../src/index.ts';

let cloud: Cloud;
let directory = '';

beforeAll(async () => {
  cloud = await startCloud({ port: 0, log: 'error' });
});
beforeEach(async () => {
  await cloud.reset();
  directory = mkdtempSync(join(tmpdir(), 'squall-sam-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => cloud.close());

function write(name: string, contents: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), contents);
}

const template = `
Parameters:
  Word: { Type: String, Default: default }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }
  Speak:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: speak
      Runtime: nodejs24.x
      Handler: app.handler
      Role: !GetAtt Role.Arn
      Code: ./src
      Environment: { Variables: { WORD: !Ref Word } }
  Url:
    Type: AWS::Lambda::Url
    Properties: { AuthType: NONE, TargetFunctionArn: !Ref Speak }
Outputs:
  Function: { Value: !Ref Speak }
  Url: { Value: !GetAtt Url.FunctionUrl }
`;

function writeProject(said: string): void {
  write('template.yaml', template);
  write('src/app.js', `exports.handler = async () => [${said}, process.env.WORD];`);
  write('samconfig.toml', '[default.deploy.parameters]\nstack_name = "talk"\nparameter_overrides = "Word=config"\n');
}

/** What a command prints, and its exit code. */
async function squall(...words: string[]) {
  const printed: Record<'stderr' | 'stdout', string> = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      printed[name] += String(chunk);
      return true;
    });
  }
  const code = await runCommand([...words, '--endpoint', cloud.endpoint]);
  vi.restoreAllMocks();
  return { code, ...printed };
}

async function spoken(client = new LambdaClient(cloud.clientConfig())): Promise<unknown> {
  const { Payload } = await client.send(new InvokeCommand({ FunctionName: 'speak' }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

it('deploys a template with code beside it, by what samconfig.toml says, and again when the code changed', async () => {
  writeProject('1');

  const first = await squall('deploy', join(directory, 'template.yaml'));
  const firstSpoken = await spoken();
  writeProject('2');
  const second = await squall('deploy', directory, '--json');
  const third = await squall('deploy', directory, '--json', '--parameter', 'Word=flag');

  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toContain('talk.Function  speak');
  expect(first.stdout).toMatch(/talk\.Url\s+http:\/\/\S+/);
  expect(firstSpoken).toEqual([1, 'config']);
  expect(JSON.parse(second.stdout)).toMatchObject({ stacks: [{ name: 'talk', changed: true }] });
  expect(third.code).toBe(0);
  expect(await spoken()).toEqual([2, 'flag']);
});

it('goes to the region that samconfig.toml names, where other commands look as well', async () => {
  writeProject('1');
  write('samconfig.toml', '[default.deploy.parameters]\nstack_name = "talk"\nregion = "eu-west-1"\n');
  const here = process.cwd();
  vi.stubEnv('AWS_REGION', 'us-west-2');
  process.chdir(directory);
  try {
    const deployed = await squall('deploy', '--json');
    const invoked = await squall('invoke', 'Speak');
    const elsewhere = await squall('invoke', 'Speak', '--region', 'us-west-2');

    expect(deployed.code).toBe(0);
    expect(JSON.parse(invoked.stdout)).toEqual([1, 'default']);
    expect(elsewhere.stderr).toContain('There is no function “Speak”.');
  } finally {
    process.chdir(here);
    vi.unstubAllEnvs();
  }
});

it('says that nothing changed, and names what is wrong', async () => {
  writeProject('1');
  await squall('deploy', directory);

  const again = await squall('deploy', directory, '--json');
  const unknown = await squall('deploy', directory, '--parameter', 'Wrod=1');
  write('template.yaml', template.replace('./src', './gone'));
  const gone = await squall('deploy', directory);

  expect(JSON.parse(again.stdout)).toMatchObject({ stacks: [{ changed: false }] });
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('No stack has a parameter “Wrod”.')]);
  expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('Speak has Code: ./gone')]);
});

it('is watched by squall dev, which builds and updates at a save', { timeout: 60_000 }, async () => {
  writeProject('1');
  const argv = ['--conditions=squall-source', resolve('src/cli/main.ts'), 'dev', '--port', '0', '--json'];
  const child = spawn(process.execPath, argv, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}');
  try {
    const { endpoint } = await next();
    const client = new LambdaClient({ ...cloud.clientConfig({ transport: 'http' }), endpoint });
    const deployed = await next();
    const before = await spoken(client);
    writeProject('2');
    const saved = await next();

    expect(deployed).toMatchObject({ stacks: [{ name: 'talk', changed: true }] });
    expect(before).toEqual([1, 'config']);
    expect(saved).toMatchObject({ stacks: [{ changed: true }] });
    expect(await spoken(client)).toEqual([2, 'config']);
  } finally {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
});
