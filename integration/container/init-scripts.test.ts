import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultImage } from 'squall/testcontainers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { docker } from './docker.ts';

/** As users of LocalStack have them in their projects: the calls of `awslocal` are those of its documentation. */
const scripts = {
  'boot.d/first.sh': '#!/bin/bash\necho "booting as $(id -u)"\n',
  'ready.d/01-storage.sh': `#!/bin/bash
set -euo pipefail
awslocal s3 mb s3://pictures
echo hello > /tmp/hello.txt
awslocal s3 cp /tmp/hello.txt s3://pictures/hello.txt
awslocal s3api put-bucket-versioning --bucket pictures --versioning-configuration Status=Enabled
awslocal dynamodb create-table --table-name Orders --billing-mode PAY_PER_REQUEST \\
  --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH
awslocal dynamodb put-item --table-name Orders --item '{"id":{"S":"1"}}'
`,
  'ready.d/02-broken.sh': '#!/bin/bash\nexit 7\n',
  'ready.d/03-messages.sh': `#!/bin/bash
set -euo pipefail
queue=$(awslocal sqs create-queue --queue-name jobs --output text --query QueueUrl)
awslocal sqs send-message --queue-url "$queue" --message-body hi
topic=$(awslocal sns create-topic --name news --output text)
awslocal sns subscribe --topic-arn "$topic" --protocol sqs --notification-endpoint arn:aws:sqs:us-east-1:000000000000:jobs
aws --endpoint-url http://localhost:4566 ssm put-parameter --name /app/mode --type String --value fast
awslocal secretsmanager create-secret --name token --secret-string s3cret
awslocal events put-rule --name nightly --schedule-expression 'rate(1 day)'
`,
  'ready.d/04-seed.py': `import boto3
boto3.client("sqs").create_queue(QueueName="from-python")
`,
  'shutdown.d/last.sh': '#!/bin/bash\nawslocal sqs list-queues\n',
};

describe('scripts in /etc/localstack/init', () => {
  const folder = mkdtempSync(join(tmpdir(), 'squall-init-'));
  let id = '';

  beforeAll(async () => {
    for (const [path, text] of Object.entries(scripts)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      chmodSync(file, path.endsWith('.sh') ? 0o755 : 0o644);
    }
    chmodSync(folder, 0o755);
    id = await docker('run', '--detach', '--volume', `${folder}:/etc/localstack/init:ro`, defaultImage());
    const health = () => docker('inspect', '--format', '{{.State.Health.Status}}', id);
    await vi.waitFor(async () => expect(await health()).toBe('healthy'), { timeout: 90_000, interval: 500 });
  });

  afterAll(async () => {
    if (id !== '') await docker('rm', '--force', id);
    rmSync(folder, { recursive: true, force: true });
  });

  const inside = (...argv: readonly string[]) => docker('exec', id, ...argv);

  it('have run when the container is healthy, and the page tells how', async () => {
    const page = await inside(
      'node',
      '-e',
      "console.log(await (await fetch('http://127.0.0.1:4566/_localstack/init')).text())",
    );

    expect(JSON.parse(page)).toEqual({
      completed: { BOOT: true, START: true, READY: true, SHUTDOWN: false },
      scripts: [
        { stage: 'BOOT', name: 'first.sh', state: 'SUCCESSFUL' },
        { stage: 'READY', name: '01-storage.sh', state: 'SUCCESSFUL' },
        { stage: 'READY', name: '02-broken.sh', state: 'ERROR' },
        { stage: 'READY', name: '03-messages.sh', state: 'SUCCESSFUL' },
        { stage: 'READY', name: '04-seed.py', state: 'SUCCESSFUL' },
        { stage: 'SHUTDOWN', name: 'last.sh', state: 'UNKNOWN' },
      ],
    });
    expect(await docker('logs', id)).toContain('booting as 1000');
  });

  it('have made what awslocal and boto3 were told to make', async () => {
    expect(await inside('awslocal', 's3', 'cp', 's3://pictures/hello.txt', '-')).toBe('hello');
    expect(JSON.parse(await inside('awslocal', 'dynamodb', 'scan', '--table-name', 'Orders'))).toMatchObject({
      Items: [{ id: { S: '1' } }],
    });
    expect(await inside('awslocal', 'sqs', 'list-queues', '--output', 'text')).toMatch(/from-python[\s\S]*jobs/);
  });

  it('of shutdown.d run while the cloud still answers', async () => {
    await docker('stop', '--time', '9', id);

    expect(await docker('logs', id)).toMatch(/Ready\.[\s\S]*QueueUrls/);
    expect(await docker('inspect', '--format', '{{.State.ExitCode}}', id)).toBe('0');
  });
});
