import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../src/index.ts';
import { SamProject, samVersion } from './sam-cli.ts';

if (samVersion === undefined) {
  console.warn('!! NO sam: the SAM CLI is NOT tested here (npm run clients:fetch sam, or SQUALL_SAM).');
}

const template = `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Greeting: { Type: String, Default: hello }
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: hello/
      Handler: app.handler
      Runtime: nodejs24.x
      Environment: { Variables: { GREETING: !Ref Greeting } }
      Events:
        Rest: { Type: Api, Properties: { Path: /hello, Method: get } }
        Http: { Type: HttpApi, Properties: { Path: /hello, Method: get } }
  Nested:
    Type: AWS::Serverless::Application
    Properties: { Location: nested/template.yaml }
Outputs:
  Address: { Value: !Sub 'https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.amazonaws.com/Prod/hello' }
`;

const files = {
  'template.yaml': template,
  'hello/app.js': `exports.handler = async (event) => {
  console.log('heard', event.word);
  return { statusCode: 200, body: process.env.GREETING };
};`,
  'hello/package.json': '{"name":"hello","version":"1.0.0"}',
  'nested/template.yaml': `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources: { Inbox: { Type: AWS::SQS::Queue } }
`,
  'samconfig.toml': `version = 0.1
[default.global.parameters]
stack_name = "sam-app"
[default.deploy.parameters]
capabilities = "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND"
resolve_s3 = true
parameter_overrides = "Greeting=\\"hi there\\""
`,
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ port: 0 });
});
afterAll(() => cloud.close());

/** One command after the other: each test stands on what the ones before it did. */
describe.skipIf(samVersion === undefined)('the SAM CLI', { timeout: 120_000 }, () => {
  let project: SamProject;
  beforeAll(() => {
    project = new SamProject(files, cloud.endpoint);
  });
  afterAll(() => project[Symbol.dispose]());

  const succeed = async (...words: string[]) => {
    const { code, text, stdout } = await project.sam(...words);
    expect(code, text).toBe(0);
    return stdout;
  };

  it('builds and deploys, with a bucket of its own and what samconfig.toml says', async () => {
    await succeed('build');
    await succeed('deploy');

    const listed = JSON.parse(await succeed('list', 'stack-outputs', '--stack-name', 'sam-app', '--output', 'json'));
    expect(listed).toMatchObject([{ OutputKey: 'Address' }]);
    expect(await (await fetch(listed[0].OutputValue)).text()).toBe('hi there');
  });

  it('lists resources and endpoints', async () => {
    const resources = JSON.parse(await succeed('list', 'resources', '--output', 'json'));
    const endpoints = JSON.parse(await succeed('list', 'endpoints', '--output', 'json'));

    expect(resources).toContainEqual({
      LogicalResourceId: 'Hello',
      PhysicalResourceId: expect.stringMatching(/^sam-app-Hello-/),
    });
    expect(endpoints).toContainEqual(
      expect.objectContaining({ LogicalResourceId: 'ServerlessRestApi', Methods: ["/hello['get']"] }),
    );
  });

  it('invokes a function, and shows what it logged', async () => {
    const answer = await succeed('remote', 'invoke', 'Hello', '--stack-name', 'sam-app', '--event', '{"word":"wind"}');

    expect(JSON.parse(answer)).toEqual({ statusCode: 200, body: 'hi there' });
    expect(await succeed('logs', '--stack-name', 'sam-app')).toContain('heard wind');
  });

  it('packages', async () => {
    const packaged = await succeed('package', '--resolve-s3');

    expect(packaged).toMatch(/CodeUri: s3:\/\/aws-sam-cli-managed-default-/);
  });

  it('deletes the stack with its nested one and their artifacts', async () => {
    expect(await succeed('delete', '--no-prompts')).toContain('Deleted successfully');
    expect((await project.sam('list', 'stack-outputs', '--stack-name', 'sam-app')).code).toBe(1);
  });
});
