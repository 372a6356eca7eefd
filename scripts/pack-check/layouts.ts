import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { installPackages, plainEnvironment, run, withThisNode } from './run.ts';

/** The stack of the project: two functions, one of them of the SDK's version 2, that import by an alias. */
const stack = (name: string): string => `
import * as path from 'node:path';
import * as cdk from 'aws-cdk-lib/core';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { partition } from '@shared/names';

export class ${name} extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const table = new Table(this, 'Things', { partitionKey: { name: partition, type: AttributeType.STRING } });
    const api = new HttpApi(this, 'Api');
    for (const version of ['v3', 'v2']) {
      const handler = new NodejsFunction(this, version, {
        entry: path.join(__dirname, \`../lambda/\${version}.ts\`),
        runtime: Runtime.NODEJS_24_X,
        environment: { TABLE: table.tableName },
      });
      table.grantReadWriteData(handler);
      const integration = new HttpLambdaIntegration(version, handler);
      api.addRoutes({ path: \`/\${version}/{id}\`, methods: [HttpMethod.PUT], integration });
    }
    new cdk.CfnOutput(this, 'Url', { value: api.apiEndpoint });
  }
}
`;

const sources = {
  'shared/names.ts': `
export const partition = 'id';
export const nameOf = (id: string): string => \`n-\${id}\`;
`,
  'lambda/v3.ts': `
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { nameOf, partition } from '@shared/names';
const database = new DynamoDBClient();
export async function handler(event: { pathParameters: { id: string } }) {
  const name = nameOf(event.pathParameters.id);
  await database.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { [partition]: { S: name } } }));
  return { statusCode: 201, body: name };
}
`,
  'lambda/v2.ts': `
import { DynamoDB } from 'aws-sdk';
import { nameOf } from '@shared/names';
const documents = new DynamoDB.DocumentClient({ maxRetries: 2 });
export async function handler(event: { pathParameters: { id: string } }) {
  const id = nameOf(event.pathParameters.id);
  await documents.put({ TableName: process.env.TABLE ?? '', Item: { id } }).promise();
  return { statusCode: 201, body: id };
}
`,
};

/** A suite of `squall/testing` as docs/testing.md has it; its second test finds nothing of the first one. */
const suite = (head: string): string => `
import assert from 'node:assert/strict';
import { deploy, type OwnedDeployment } from 'squall/testing';
${head}
let deployment: OwnedDeployment;
before(async () => { deployment = await deploy(); }${head.includes('node:test') ? '' : ', 60_000'});
afterEach(() => deployment?.putBack());
after(() => deployment?.close());

for (const version of ['v3', 'v2']) {
  test(version, async () => {
    const response = await fetch(\`\${deployment.url('Url')}/\${version}/1\`, { method: 'PUT' });
    assert.equal(await response.text(), 'n-1');
    const { TableNames: [TableName] } = await deployment.aws.call<{ TableNames: string[] }>('dynamodb', 'ListTables', {});
    assert.equal((await deployment.aws.call<{ Count: number }>('dynamodb', 'Scan', { TableName })).Count, 1);
  });
}
`;

const fixture = `
import { nameOf } from '@shared/names';
import { stackTest } from 'squall/vitest';
import { expect } from 'vitest';

const test = stackTest();
test('puts', async ({ deployment }) => {
  const response = await fetch(\`\${deployment.url('Url')}/v3/1\`, { method: 'PUT' });
  expect(await response.text()).toBe(nameOf('1'));
});
`;

/** What `cdk init` makes: CommonJS, an app that runs by `npx tsc && npx tsx`, and jest; with an alias of tsconfig.json. */
export function makeCdkInit(clone: string, project: string, packages: readonly string[]): void {
  mkdirSync(project);
  const cdk = join(clone, 'node_modules/aws-cdk/bin/cdk');
  const argv = [cdk, 'init', 'app', '--language', 'typescript', '--generate-only', '--no-notices'];
  run(process.execPath, argv, project, { ...plainEnvironment, CDK_DISABLE_VERSION_CHECK: '1' });
  installPackages(project, packages);
  const name = `${basename(project)}-stack`;
  const className = /class (\w+)/.exec(readFileSync(join(project, `lib/${name}.ts`), 'utf8'))?.[1] ?? '';
  for (const folder of ['shared', 'lambda']) mkdirSync(join(project, folder));
  const files = { ...sources, [`lib/${name}.ts`]: stack(className) };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
  const config = JSON.parse(readFileSync(join(project, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
  const compilerOptions = { ...config.compilerOptions, paths: { '@shared/*': ['./shared/*'] } };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ ...config, compilerOptions }));
}

/** Its own jest, with no flag: `import` of `squall/testing` is `require` there. */
export function checkCdkInitJest(project: string): void {
  const jestNames = 'const [before, after] = [beforeAll, afterAll];';
  writeFileSync(join(project, `test/${basename(project)}.test.ts`), suite(jestNames));
  const told = run('npx', ['jest', '--json'], project, withThisNode(project));
  const { numPassedTests } = JSON.parse(told) as { numPassedTests: number };
  if (numPassedTests !== 2) throw new Error(`jest passed ${numPassedTests} tests in the layout of cdk init, not two`);
}

/** `node --import tsx --test`: a suite of TypeScript in a project of CommonJS. */
export function checkTsx(project: string): void {
  mkdirSync(join(project, 'node-test'));
  const head = "import { after, afterEach, before, test } from 'node:test';";
  writeFileSync(join(project, 'node-test/things.test.ts'), suite(head));
  const argv = ['--import', 'tsx', '--test', '--test-reporter=tap', 'node-test/things.test.ts'];
  const told = run(process.execPath, argv, project, withThisNode(project));
  if (!/^# pass 2$/m.test(told)) throw new Error(`node --import tsx --test did not pass two tests:\n${told}`);
}

/** `squall explore --init` and what it tells to do next; jest, which is there, must not take the file for a test of its own. */
export function checkInit(project: string): void {
  const env = withThisNode(project);
  const told = run('npx', ['squall', 'explore', '--init'], project, env);
  const [, file = ''] = /Then: npx squall explore (\S+)/.exec(told) ?? [];
  const explored = JSON.parse(run('npx', ['squall', 'explore', file, '--json'], project, env)) as unknown;
  if (!JSON.stringify(explored).includes('ddb.PutItem(Things)')) throw new Error(`the put is not explored:\n${told}`);
  if (run('npx', ['jest', '--listTests'], project, env).includes(file)) throw new Error(`${file} is a test of jest`);
}

/** The fixture of vitest in the same project, once that is installed. */
export function checkFixture(project: string): void {
  mkdirSync(join(project, 'vitest'));
  writeFileSync(join(project, 'vitest/things.test.ts'), fixture);
  writeFileSync(join(project, 'vitest.config.mts'), 'export default { resolve: { tsconfigPaths: true } };');
  run('npx', ['vitest', 'run', 'vitest', '--reporter=json'], project, withThisNode(project));
}
