import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** An app of the CDK in `squall dev`, as people run it: what a save costs is told by its lines. */
const directory = realpathSync(mkdtempSync(join(tmpdir(), 'squall-dev-loop-')));
let child: ReturnType<typeof spawn>;
interface Line {
  stacks?: object[];
  functions?: string[];
  endpoint?: string;
  failed?: { message: string };
}
let next: () => Promise<Line>;
let lambda: LambdaClient;
let tables: DynamoDBClient;

const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
const handler = (text: string): string =>
  `import { greeting } from './shared.ts';\nlet calls = 0;\nexport const handler = async () => [greeting + ' ${text}', ++calls];\n`;
const stack = (description: string): string => `import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
const stack = new Stack(new App(), 'Loop');
new Table(stack, 'Table', { tableName: 'kept', partitionKey: { name: 'id', type: AttributeType.STRING } });
for (const name of ['one', 'two']) {
  const entry = \`handlers/\${name}.ts\`;
  const made = new NodejsFunction(stack, name, { entry, functionName: name, runtime: Runtime.NODEJS_24_X, description: '${description}' });
  made.currentVersion.addAlias('live');
}
`;

beforeAll(async () => {
  mkdirSync(join(directory, 'handlers'));
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  write('package.json', JSON.stringify({ type: 'module' }));
  write('package-lock.json', '{}');
  write('cdk.json', JSON.stringify({ app: 'node app.ts' }));
  write('app.ts', stack('first'));
  write('handlers/shared.ts', "export const greeting: string = 'hello';\n");
  for (const name of ['one', 'two']) write(`handlers/${name}.ts`, handler(`${name} 1`));
  const argv = ['--conditions=squall-source', resolve('src/cli/main.ts'), 'dev', '--port', '0', '--json'];
  child = spawn(process.execPath, argv, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
  next = async () => JSON.parse((await lines.next()).value ?? '{}');
  const { endpoint = '' } = await next();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  lambda = new LambdaClient({ endpoint, credentials, region: 'us-east-1' });
  tables = new DynamoDBClient({ endpoint, credentials, region: 'us-east-1' });
  await next();
}, 120_000);

afterAll(async () => {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
  rmSync(directory, { recursive: true, force: true });
});

async function call(FunctionName: string): Promise<unknown> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

it('brings a handler’s save into the cloud without a synthesis; the rest stays warm and stored', async () => {
  await tables.send(new PutItemCommand({ TableName: 'kept', Item: { id: { S: 'a' } } }));
  const before = [await call('one:live'), await call('two')];
  write('handlers/one.ts', handler('one 2'));
  const saved = await next();

  expect(before).toEqual([
    ['hello one 1', 1],
    ['hello two 1', 1],
  ]);
  expect(saved).toMatchObject({ functions: ['one'], stacks: [{ name: 'Loop', changed: true }] });
  expect([await call('one'), await call('one:live'), await call('two')]).toEqual([
    ['hello one 2', 1],
    ['hello one 2', 1],
    ['hello two 1', 2],
  ]);
  expect((await tables.send(new ScanCommand({ TableName: 'kept' }))).Count).toBe(1);
}, 60_000);

it('goes on after a syntax error that is mended, and over a shared module and the stack', async () => {
  write('handlers/README.md', '# Nothing is made of this');
  write('handlers/two.ts', 'export const handler = (');
  const broken = await next();
  write('handlers/two.ts', handler('two 2'));
  const mended = await next();
  write('handlers/shared.ts', "export const greeting: string = 'hi';\n");
  const shared = await next();
  write('app.ts', stack('second'));
  const synthesized = await next();

  expect(broken.failed?.message).toMatch(/^handlers\/two\.ts:1:25: Unexpected end of file\n\n {4}1 │ export const/);
  expect(mended.functions).toEqual(['two']);
  expect(shared.functions?.toSorted()).toEqual(['one', 'two']);
  expect(synthesized).toMatchObject({ stacks: [{ name: 'Loop', changed: true }] });
  expect(synthesized).not.toHaveProperty('functions');
  expect([await call('one:live'), await call('two:live')]).toEqual([
    ['hi one 2', 1],
    ['hi two 2', 1],
  ]);
}, 60_000);
