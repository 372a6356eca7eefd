import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { defaultImage, SquallContainer } from 'squall/testcontainers';
import { describe, expect, it } from 'vitest';
import { docker, run } from './docker.ts';

const image = defaultImage();
const budgetMB = 300;

describe('the image', () => {
  it(`has at most ${budgetMB} MB, unpacked`, async () => {
    const bytes = Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));

    expect(bytes / 1e6).toBeLessThan(budgetMB);
  });

  it('runs as an ordinary user on a read-only root, without capabilities, and is found healthy', async () => {
    const options = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
    const id = await docker('run', '--detach', ...options, image);
    try {
      await expect
        .poll(() => docker('inspect', '--format', '{{.State.Health.Status}}', id), { timeout: 30_000 })
        .toBe('healthy');

      expect(await docker('exec', id, 'id', '-u')).toBe('1000');
      expect(await docker('exec', id, 'squall', 'status', '--json')).toContain('"services"');
      expect(await docker('logs', id)).toMatch(/^Ready\.$/m);
    } finally {
      await docker('rm', '--force', id);
    }
  });

  it('runs as any user, who then has no home', async () => {
    const id = await docker('run', '--detach', '--user', '12345:12345', '--env', 'SQUALL_DATA=', image);
    try {
      await expect
        .poll(() => docker('inspect', '--format', '{{.State.Health.Status}}', id), { timeout: 30_000 })
        .toBe('healthy');
    } finally {
      await docker('rm', '--force', id);
    }
  });

  it('ends by itself at SIGTERM, within the two seconds after which it would be killed', async () => {
    const id = await docker('run', '--detach', image);
    try {
      await expect.poll(() => docker('logs', id), { timeout: 30_000 }).toContain('Ready.');
      await docker('stop', '--time', '2', id);

      // 137 is what is left of a process that was killed.
      expect(await docker('inspect', '--format', '{{.State.ExitCode}}', id)).toBe('0');
    } finally {
      await docker('rm', '--force', id);
    }
  });

  it('says what is missing on a read-only root without a /tmp', async () => {
    const { code, text } = await run('docker', ['run', '--rm', '--read-only', image]);

    expect(code).toBe(1);
    expect(text).toContain('Cannot write to /tmp');
    expect(text).toContain('--tmpfs /tmp');
    expect(text).not.toContain('    at ');
  });

  it('says what is wrong when its volume cannot be written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'squall-volume-'));
    try {
      const { code, text } = await run('docker', ['run', '--rm', '--volume', `${folder}:/var/lib/squall:ro`, image]);

      expect(code).toBe(1);
      expect(text).toContain('Cannot use /var/lib/squall');
      expect(text).toContain('may write to');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('functions in the image', () => {
  const codes = {
    'nodejs24.x': {
      'index.js':
        "const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts'); exports.handler = async (event) => ({ said: event.say, account: (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account });",
    },
    'python3.11': {
      'index.py':
        "import boto3\ndef handler(event, context):\n    return {'said': event['say'], 'account': boto3.client('sts').get_caller_identity()['Account']}\n",
    },
  };

  it('run on Node and on Python, with the SDK of their runtimes and without the Docker socket', async () => {
    await using squall = await new SquallContainer().start();
    const lambda = new LambdaClient(squall.clientConfig());
    const answers: unknown[] = [];
    for (const [runtime, files] of Object.entries(codes)) {
      const FunctionName = runtime.replace('.', '-');
      const ZipFile = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: runtime as 'nodejs24.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/any',
          Timeout: 30,
          Code: { ZipFile },
        }),
      );
      const Payload = JSON.stringify({ say: runtime });
      const reply = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
      answers.push(JSON.parse(Buffer.from(reply.Payload ?? []).toString()));
    }

    expect(answers).toEqual(Object.keys(codes).map((said) => ({ said, account: '000000000000' })));
  });
});
