import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  DeleteAliasCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  type InvokeMode,
  LambdaClient,
  ListFunctionUrlConfigsCommand,
  PublishVersionCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { headerNames } from '../header-lines.ts';
import { makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(() => {
  client = target.client(LambdaClient);
});

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const echo = 'exports.handler = async (event) => event;';

const create = async (input: Partial<CreateFunctionUrlConfigCommandInput> = {}) =>
  client.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'NONE', ...input }));

async function open(FunctionName = 'f', Qualifier?: string): Promise<void> {
  const named = { FunctionName, Qualifier, Principal: '*' };
  await client.send(
    new AddPermissionCommand({
      ...named,
      StatementId: 'url',
      Action: 'lambda:InvokeFunctionUrl',
      FunctionUrlAuthType: 'NONE',
    }),
  );
  await client.send(
    new AddPermissionCommand({
      ...named,
      StatementId: 'function',
      Action: 'lambda:InvokeFunction',
      InvokedViaFunctionUrl: true,
    }),
  );
}

/** The same request by the path that needs no resolver for names below `localhost`. */
const at = (url: string | undefined, path = '/'): string =>
  `${target.cloud.endpoint}/_aws/lambda-url/${new URL(url ?? '').hostname.split('.')[0]}${path}`;

async function serve(code: string, input: Partial<CreateFunctionUrlConfigCommandInput> = {}): Promise<string> {
  await makeFunction(client, code);
  const { FunctionUrl } = await create(input);
  await open();
  return FunctionUrl ?? '';
}

describe('the configuration of a function URL', () => {
  beforeEach(() => makeFunction(client, echo));

  it('is created, shown, changed, listed and deleted', async () => {
    const Cors = { AllowOrigins: ['https://a.example'], MaxAge: 5 };
    const created = await create({ Cors });
    const shown = await client.send(new GetFunctionUrlConfigCommand({ FunctionName: arn }));
    const updated = await client.send(new UpdateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'AWS_IAM' }));
    const listed = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName: 'f' }));

    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      FunctionUrl: expect.stringMatching(/^http:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\.localhost:\d+\/$/),
      FunctionArn: arn,
      AuthType: 'NONE',
      Cors,
      CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      InvokeMode: 'BUFFERED',
    });
    expect(created).not.toHaveProperty('LastModifiedTime');
    expect(shown).toMatchObject({ FunctionUrl: created.FunctionUrl, LastModifiedTime: created.CreationTime });
    expect(updated).toMatchObject({ FunctionUrl: created.FunctionUrl, AuthType: 'AWS_IAM', Cors });
    expect(listed.FunctionUrlConfigs).toMatchObject([{ FunctionUrl: created.FunctionUrl, AuthType: 'AWS_IAM' }]);
    await client.send(new DeleteFunctionUrlConfigCommand({ FunctionName: 'f' }));
    await expect(client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });

  it('is of an alias too, and goes with it', async () => {
    await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
    await create();
    const { FunctionArn } = await create({ Qualifier: 'live' });
    const list = () => client.send(new ListFunctionUrlConfigsCommand({ FunctionName: 'f' }));

    expect(FunctionArn).toBe(`${arn}:live`);
    expect((await list()).FunctionUrlConfigs?.map((url) => url.FunctionArn)).toEqual([arn, `${arn}:live`]);
    await client.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'live' }));
    expect((await list()).FunctionUrlConfigs?.map((url) => url.FunctionArn)).toEqual([arn]);
  });

  const pattern = String.raw`Member must satisfy regular expression pattern: ((?!^\d+$)^[0-9a-zA-Z-_]+$)`;
  const refused: readonly [string, Partial<CreateFunctionUrlConfigCommandInput>, string, string][] = [
    [
      'a function that is not there',
      { FunctionName: 'nobody' },
      'ResourceNotFoundException',
      'Function does not exist',
    ],
    ['an alias that is not there', { Qualifier: 'live' }, 'ResourceNotFoundException', 'Function does not exist'],
    [
      'a number',
      { Qualifier: '1' },
      'ValidationException',
      `1 validation error detected: Value '1' at 'qualifier' failed to satisfy constraint: ${pattern}`,
    ],
    [
      'a second one',
      {},
      'ResourceConflictException',
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    ],
    [
      'an unknown mode',
      { InvokeMode: 'SLOW' as InvokeMode },
      'ValidationException',
      "1 validation error detected: Value 'SLOW' at 'invokeMode' failed to satisfy constraint: Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]",
    ],
  ];
  it.each(refused)('is refused for %s', async (_what, input, name, message) => {
    await create();

    await expect(create(input)).rejects.toMatchObject({ name, message });
  });
});

describe('a request to a function URL', () => {
  it('is an event of format 2.0', async () => {
    const url = await serve(echo);
    const host = new URL(url).host;
    const reply = await fetch(at(url, '/a%20b/c?x=1&x=2&y=%2F'), {
      method: 'POST',
      body: '{"n":1}',
      headers: { 'content-type': 'application/json', cookie: 'a=1; b=2', 'X-Own': 'Value' },
    });
    const event = (await reply.json()) as Record<string, unknown>;

    expect(reply.headers.get('content-type')).toBe('application/json');
    expect(reply.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b/c',
      rawQueryString: 'x=1&x=2&y=%2F',
      cookies: ['a=1', 'b=2'],
      headers: { 'x-own': 'Value', 'x-forwarded-proto': 'https', 'x-amzn-tls-version': 'TLSv1.3' },
      queryStringParameters: { x: '1,2', y: '/' },
      requestContext: {
        accountId: 'anonymous',
        apiId: host.split('.')[0],
        domainPrefix: host.split('.')[0],
        http: { method: 'POST', path: '/a%20b/c', protocol: 'HTTP/1.1' },
        requestId: reply.headers.get('x-amzn-requestid'),
        routeKey: '$default',
        stage: '$default',
      },
      body: '{"n":1}',
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('brings forms and bytes in base64', async () => {
    const url = await serve(echo);
    const reply = await fetch(at(url), { method: 'POST', body: new URLSearchParams({ a: 'b' }) });

    expect(await reply.json()).toMatchObject({ body: Buffer.from('a=b').toString('base64'), isBase64Encoded: true });
  });

  const answers: readonly [string, string, number, string | null, string][] = [
    ['an object', '({ a: 1 })', 200, 'application/json', '{"a":1}'],
    ['a text', '"hello"', 200, 'application/json', 'hello'],
    ['a number', '3', 200, 'application/json', '3'],
    ['a list', '[1, "b"]', 200, 'application/json', '[1,"b"]'],
    ['a status of text', '({ statusCode: "418", body: "tea" })', 418, 'application/json', 'tea'],
    [
      'a response in base64',
      '({ statusCode: 201, headers: { "Content-Type": "text/css" }, body: "Yg==", isBase64Encoded: true })',
      201,
      'text/css',
      'b',
    ],
    ['a status that is none', '({ statusCode: "no" })', 502, 'text/plain', 'Internal Server Error'],
    ['an error', '(() => { throw new Error("no"); })()', 502, 'text/plain', 'Internal Server Error'],
  ];
  it.each(answers)('is answered by %s', async (_what, expression, status, type, body) => {
    const reply = await fetch(at(await serve(`exports.handler = async () => ${expression};`)));

    expect([reply.status, reply.headers.get('content-type'), await reply.text()]).toEqual([status, type, body]);
  });

  it('is answered by what a streaming handler writes, behind its status and cookies', async () => {
    const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      const http = awslambda.HttpResponseStream.from(stream, { statusCode: 203, headers: { 'x-a': 'b' }, cookies: ['c=d'] });
      http.write('one '); http.end('two');
    });`;
    const reply = await fetch(at(await serve(code, { InvokeMode: 'RESPONSE_STREAM' })));

    expect([reply.status, reply.headers.get('x-a'), reply.headers.get('set-cookie')]).toEqual([203, 'b', 'c=d']);
    expect(await reply.text()).toBe('one two');
  });

  it('is let through by a policy that allows both actions', async () => {
    await makeFunction(client, echo);
    const { FunctionUrl } = await create();
    const before = await fetch(at(FunctionUrl));
    await open();

    expect(before.status).toBe(403);
    expect(await before.json()).toEqual({
      Message:
        'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    });
    expect((await fetch(at(FunctionUrl))).status).toBe(200);
  });

  it('must be signed where the URL asks for it', async () => {
    const url = await serve(echo, { AuthType: 'AWS_IAM' });
    const authorization =
      'AWS4-HMAC-SHA256 Credential=000000000000/20261127/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
    const signed = await fetch(at(url), { headers: { authorization } });

    expect((await fetch(at(url))).status).toBe(403);
    expect(await signed.json()).toMatchObject({
      requestContext: { accountId: '000000000000', authorizer: { iam: { accountId: '000000000000' } } },
    });
  });

  it('to no URL is refused', async () => {
    const reply = await fetch(`${target.cloud.endpoint}/_aws/lambda-url/none/`);

    expect([reply.status, await reply.text()]).toEqual([403, '{"Message":null}']);
  });

  it('gets the CORS headers of the URL, and its preflight no function', async () => {
    const url = await serve(
      'exports.handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "x" } });',
      {
        Cors: { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], ExposeHeaders: ['x-a'], MaxAge: 7 },
      },
    );
    const origin = 'https://a.example';
    const asked = { origin, 'access-control-request-method': 'GET' };
    const ahead = await fetch(at(url), { method: 'OPTIONS', headers: asked });
    const reply = await fetch(at(url), { headers: { origin } });

    expect([
      ahead.status,
      ahead.headers.get('access-control-allow-methods'),
      ahead.headers.get('access-control-max-age'),
    ]).toEqual([200, 'GET', '7']);
    expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
    expect(reply.headers.get('access-control-expose-headers')).toBe('x-a');
  });

  it('at the host of the URL reaches it', async () => {
    const url = new URL(await serve(echo));
    const { request } = await import('node:http');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(target.cloud.endpoint);
      request({ hostname, port, path: '/x', headers: { host: url.host } }, (reply) =>
        resolve(reply.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });

    expect(status).toBe(200);
  });
});

it('a stack makes function URLs', async () => {
  const cloudformation = target.client(CloudFormationClient);
  const Resources = {
    Handler: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
        Code: { ZipFile: 'exports.handler = async () => "from a stack";' },
      },
    },
    Url: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['Handler', 'Arn'] } },
    },
    Open: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunctionUrl',
        FunctionName: { 'Fn::GetAtt': ['Handler', 'Arn'] },
        FunctionUrlAuthType: 'NONE',
        Principal: '*',
      },
    },
    Run: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Handler', 'Arn'] },
        InvokedViaFunctionUrl: true,
        Principal: '*',
      },
    },
  };
  const Outputs = { Url: { Value: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] } } };
  const TemplateBody = JSON.stringify({ Resources, Outputs });
  await cloudformation.send(new CreateStackCommand({ StackName: 's', TemplateBody }));
  await expect
    .poll(
      async () => (await cloudformation.send(new DescribeStacksCommand({ StackName: 's' }))).Stacks?.[0]?.StackStatus,
    )
    .toBe('CREATE_COMPLETE');
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: 's' }));

  const reply = await fetch(at(Stacks?.[0]?.Outputs?.[0]?.OutputValue));

  expect(await reply.text()).toBe('from a stack');
});

it('a function URL answers with the function’s names of headers, and Lambda’s own', async () => {
  const url = await serve(
    `exports.handler = async () => ({ statusCode: 200, headers: { 'X-CamelCase': '1', 'x-lower': '2' } });`,
  );

  const names = await headerNames(at(url));

  expect(names).toEqual(
    expect.arrayContaining(['Content-Type', 'x-amzn-RequestId', 'X-Amzn-Trace-Id', 'X-CamelCase', 'x-lower']),
  );
});
