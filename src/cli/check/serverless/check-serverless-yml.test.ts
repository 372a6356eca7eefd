import { expect, it } from 'vitest';
import { checkFiles, linesOf } from '../testing/check-files.ts';

it('a serverless.yml is read as a whole: provider, plugins, functions, events and resources', async () => {
  const configuration = `service: shop
plugins:
  - serverless-esbuild
  - serverless-appsync-plugin
  - serverless-mystery
provider:
  name: aws
  runtime: nodejs20.x
  vpc: { securityGroupIds: [] }
functions:
  orders:
    handler: src/orders.handler
    runtime: java21
    events:
      - http: GET /orders
      - sqs: { arn: !GetAtt Queue.Arn }
      - msk: { arn: a, topic: b }
      - htp: GET /
      - alexaSkill
      - \${file(events.yml)}
resources:
  - Resources:
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueName: a } }
  - \${file(more.yml)}
`;
  const checked = await checkFiles({ 'api/serverless.yml': configuration });
  const lines = linesOf(checked).map((line) => line.replace('api/serverless.yml:', ''));

  expect(lines).toEqual([
    '7 emulated provider aws',
    '8 emulated runtime (AWS::Lambda::Function.Runtime)',
    expect.stringMatching(/^9 stored only vpc \(AWS::Lambda::Function.VpcConfig\): functions run/),
    '11 emulated function',
    '13 refused runtime (AWS::Lambda::Function.Runtime): Squall does not emulate functions of the runtime java21',
    '15 emulated event http',
    '16 emulated event sqs',
    '17 refused event msk: Squall does not emulate Lambda event source mappings of Amazon MSK',
    '18 unknown event htp: the framework has no such event. Did you mean http?',
    '19 emulated event alexaSkill',
    '3 emulated plugin serverless-esbuild',
    '4 refused plugin serverless-appsync-plugin: it becomes AWS::AppSync::GraphQLApi: nothing of AWS::AppSync is emulated',
    '23 emulated AWS::SQS::Queue',
    '23 unknown AWS::SQS::Queue.QueName: the type has no such property. Did you mean QueueName?',
  ]);
  expect(checked.notes).toEqual([
    { file: 'api/serverless.yml', line: 5, message: expect.stringMatching(/^plugin serverless-mystery: /) },
  ]);
});

it('other providers are refused, and broken YAML is told with its line', async () => {
  const google = await checkFiles({ 'serverless.yml': 'service: a\nprovider:\n  name: google\n' });
  const broken = await checkFiles({ 'serverless.yml': 'service: a\nprovider:\n  name: aws\nfunctions:\n  a: {b: c\n' });

  const tabs = await checkFiles({ 'serverless.yml': 'service: a\n\tprovider: aws\n' });

  expect(tabs.unreadable).toMatchObject([{ file: 'serverless.yml', line: 2 }]);
  expect(linesOf(google)).toEqual([
    'serverless.yml:3 refused provider google: Squall is an AWS; functions of other providers do not run here',
  ]);
  expect(broken.unreadable).toEqual([
    { file: 'serverless.yml', line: 5, text: 'a: {b: c', message: expect.stringMatching(/^This is no YAML: /) },
  ]);
});

it('files that a serverless.yml includes are read as parts of it, each with its own lines', async () => {
  const checked = await checkFiles({
    'serverless.yml': `service: a
provider: { name: aws }
functions:
  - \${file(functions.yml)}
  - billing: \${file(./functions.yml):orders}
resources:
  - Resources:
      Role: \${file(./resources/role.yml)}
      Unknown: \${self:custom.role}
  - \${file(resources/more.yml)}
`,
    'functions.yml': 'orders:\n  handler: a.b\n  events:\n    - msk: {}\n',
    'resources/role.yml': '# Alone.\nType: AWS::IAM::Role\nProperties:\n  RoleNam: a\n',
    'resources/more.yml': 'Resources:\n  Thing: { Type: AWS::IoT::Thing }\n',
  });

  expect(checked.findings.filter(({ verdict }) => verdict !== 'emulated').map(({ name }) => name)).toEqual([
    'Thing',
    'orders',
    'billing',
    'Role',
  ]);
  expect(linesOf(checked)).toContain(
    'resources/role.yml:4 unknown AWS::IAM::Role.RoleNam: the type has no such property. Did you mean RoleName?',
  );
  expect(linesOf(checked)).toContain('functions.yml:1 emulated function');
});

it('a configuration that is code is not run, and told', async () => {
  const { findings, notes } = await checkFiles({ 'serverless.ts': 'export default { service: "a" };\n' });

  expect(findings).toEqual([]);
  expect(notes).toEqual([
    { file: 'serverless.ts', line: 1, message: expect.stringContaining('squall check .serverless') },
  ]);
});
