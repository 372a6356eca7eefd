import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Cloud, startCloud } from '../../cloud/cloud.ts';
import { runCommand } from '../run-command.ts';

let cloud: Cloud;
let folder: string;
let output = '';

beforeAll(async () => {
  cloud = await startCloud();
  const TemplateBody = JSON.stringify({
    Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    Outputs: {
      ServiceEndpoint: { Value: 'http://127.0.0.1/_aws/execute-api/abc/qa' },
      ServerlessDeploymentBucketName: { Value: 'bucket' },
    },
  });
  const options = { account: '000000000000', region: 'eu-west-1' };
  await cloud.kernel.call('cloudformation', 'CreateStack', { StackName: 'shop-qa', TemplateBody }, options);
});
afterAll(() => cloud.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-test-'));
  writeFileSync(join(folder, 'serverless.yml'), 'service: shop');
  output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** A framework that does what it is told here, and writes what it was called with. */
function install(body: string): void {
  const place = join(folder, 'node_modules/osls');
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, 'package.json'),
    JSON.stringify({ name: 'osls', version: '4.3.1', bin: { serverless: 'run.js' } }),
  );
  writeFileSync(join(place, 'run.js'), body);
}

const state = {
  service: {
    service: 'shop',
    provider: { stage: 'dev', region: 'eu-west-1' },
    functions: { a: { events: [{ http: 'get /' }, { http: { path: '/carts/{id}', method: 'post' } }, { sqs: 'x' }] } },
  },
};
const writesState = `
  const fs = require('node:fs');
  fs.mkdirSync('.serverless');
  fs.writeFileSync('.serverless/serverless-state.json', '${JSON.stringify(state)}');
  fs.writeFileSync('.serverless/cloudformation-template-update-stack.json', '{"Resources":{}}');
  fs.writeFileSync('seen.json', JSON.stringify({
    words: process.argv.slice(2),
    env: process.env,
    profile: fs.readFileSync(process.env.AWS_SHARED_CREDENTIALS_FILE, 'utf8'),
  }));`;

const deploy = (...words: string[]) => runCommand(['deploy', folder, '--endpoint', cloud.endpoint, ...words]);

describe('squall deploy of a serverless.yml', () => {
  it('runs the project’s framework against the cloud, and prints outputs and routes', async () => {
    install(writesState);

    expect(await deploy('--stage', 'qa', '--parameter', 'Color=red')).toBe(0);

    const { words, env, profile } = JSON.parse(readSeen()) as Seen;
    const told = ['deploy', '--stage', 'qa', '--param=Color=red', '--config', 'serverless.yml'];
    expect(words).toEqual([...told, '--aws-profile', 'squall']);
    expect(profile).toContain('[squall]\naws_access_key_id = 000000000000\n');
    expect(env).toMatchObject({ AWS_ENDPOINT_URL: cloud.endpoint, AWS_ACCESS_KEY_ID: '000000000000' });
    expect(env.NODE_OPTIONS).toContain('sdk-v2-preload');
    expect(output).toContain('shop-qa.ServiceEndpoint  http://127.0.0.1/_aws/execute-api/abc/qa\n');
    expect(output).toContain('GET     http://127.0.0.1/_aws/execute-api/abc/qa\n');
    expect(output).toContain('POST    http://127.0.0.1/_aws/execute-api/abc/qa/carts/{id}\n');
    expect(output).not.toContain('ServerlessDeploymentBucketName');
  });

  it('prints JSON alone for programs', async () => {
    install(writesState);

    expect(await deploy('--stage', 'qa', '--json')).toBe(0);

    expect(JSON.parse(output)).toMatchObject({
      stacks: [{ name: 'shop-qa', outputs: { ServerlessDeploymentBucketName: 'bucket' } }],
    });
  });

  it('says which command failed', async () => {
    install('process.exit(3)');

    expect(await deploy()).toBe(1);

    expect(output).toContain('osls 4.3.1 ended with code 3; what it printed says why.');
    expect(output).toContain('npx osls deploy --config serverless.yml');
  });
});

interface Seen {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly profile: string;
}

const readSeen = () => readFileSync(join(folder, 'seen.json'), 'utf8');
