import { buildSync } from 'esbuild';
import type { CloudClient } from '../src/harness/cloud-client.ts';
import { root } from './child.ts';

/** Reads one item and tells how long the SDK's call took, so that it can be taken off. */
const source = `
  import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  export const handler = async (event) => {
    if (event.only === 'start') return {};
    const startMs = performance.now();
    await client.send(new GetItemCommand({ TableName: 'bench', Key: { pk: { S: 'a' } } }));
    return { statusCode: 200, body: JSON.stringify({ tookMs: performance.now() - startMs }) };
  };
`;

/** The handler with its SDK, as one file. */
export function bundledSource(): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: root, loader: 'js' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

const roleArn = 'arn:aws:iam::000000000000:role/bench';

/** Its role, its table with one item of about 1 KB, and the function `bench`. */
export async function prepare(client: CloudClient, zip: Uint8Array): Promise<void> {
  await createRole(client);
  await client.call('dynamodb', 'CreateTable', {
    TableName: 'bench',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await client.call('dynamodb', 'PutItem', {
    TableName: 'bench',
    Item: { pk: { S: 'a' }, data: { S: 'x'.repeat(900) } },
  });
  await createFunction(client, 'bench', zip);
}

/** The role of all functions here. */
export async function createRole(client: CloudClient): Promise<void> {
  await client.call('iam', 'CreateRole', {
    RoleName: 'bench',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
}

export async function createFunction(client: CloudClient, name: string, zip: Uint8Array): Promise<void> {
  await client.call('lambda', 'CreateFunction', {
    FunctionName: name,
    Runtime: 'nodejs24.x',
    Role: roleArn,
    Handler: 'index.handler',
    Code: { ZipFile: zip },
    MemorySize: 512,
  });
}

/** An HTTP API that sends everything to `bench`; its id. */
export async function createApi(client: CloudClient): Promise<string> {
  const { ApiId } = await client.call<{ ApiId: string }>('apigatewayv2', 'CreateApi', {
    Name: 'bench',
    ProtocolType: 'HTTP',
    Target: `arn:aws:lambda:us-east-1:000000000000:function:bench`,
  });
  await client.call('lambda', 'AddPermission', {
    FunctionName: 'bench',
    StatementId: 'api',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  });
  return ApiId;
}
