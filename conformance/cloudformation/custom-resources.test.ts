import { spawnSync } from 'node:child_process';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Answers as the CDK's own handlers do: over https, to the host and path of the ResponseURL. */
const handler = `
const https = require('https');
exports.handler = (event) => new Promise((resolve, reject) => {
  const body = JSON.stringify({
    Status: event.ResourceProperties.Outcome,
    Reason: 'as told',
    PhysicalResourceId: 'widget-' + event.ResourceProperties.Size,
    StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
    Data: { Double: Number(event.ResourceProperties.Size) * 2, 'With.Dot': 'dotted', Long: 'x'.repeat(event.ResourceProperties.Length || 0) },
  });
  const { hostname, pathname: path } = new URL(event.ResponseURL);
  const request = https.request({ hostname, path, method: 'PUT', headers: { 'content-length': body.length } }, (response) => {
    response.resume();
    resolve();
  });
  request.on('error', reject);
  request.end(body);
});`;

const nodeWithModule = `
const response = require('cfn-response');
exports.handler = (event, context) => {
  response.send(event, context, response.SUCCESS, { Double: event.ResourceProperties.Size * 2 }, 'widget-21');
};`;

const pythonWithModule = `
import cfnresponse
def handler(event, context):
    size = int(event['ResourceProperties']['Size'])
    cfnresponse.send(event, context, cfnresponse.SUCCESS, {'Double': size * 2}, 'widget-21')
`;

const template = (code: string, Outcome = 'SUCCESS', Runtime = 'nodejs24.x') =>
  JSON.stringify({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime,
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { ZipFile: code },
        },
      },
      Widget: {
        Type: 'Custom::Widget',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] }, Size: 21, Outcome },
      },
    },
    Outputs: { Double: { Value: { 'Fn::GetAtt': ['Widget', 'Double'] } }, Id: { Value: { Ref: 'Widget' } } },
  });

async function create(TemplateBody: string) {
  const cfn = target.client(CloudFormationClient);
  await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }));
  const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 's' }));
  const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 's' }));
  return {
    cfn,
    stack: Stacks?.[0],
    failed: StackEvents?.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED'),
  };
}

describe('Custom resources', () => {
  it('are made by a function, whose answer gives them id and attributes, and deleted by it', async () => {
    const { cfn, stack } = await create(template(handler));

    expect(stack?.Outputs).toMatchObject([
      { OutputKey: 'Double', OutputValue: '42' },
      { OutputKey: 'Id', OutputValue: 'widget-21' },
    ]);
    await cfn.send(new DeleteStackCommand({ StackName: 's' }));
    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: stack?.StackId }));
    expect(Stacks?.[0]?.StackStatus).toBe('DELETE_COMPLETE');
  });

  it.each([
    ['nodejs22.x', nodeWithModule],
    ['nodejs24.x', nodeWithModule],
    ['python3.13', pythonWithModule],
  ])('answer by the module that inline code is given: %s', async (runtime, code) => {
    if (runtime.startsWith('python') && !hasPython) return;
    const { stack } = await create(template(code, 'SUCCESS', runtime));

    expect(stack?.Outputs).toMatchObject([{ OutputValue: '42' }, { OutputValue: 'widget-21' }]);
  });

  it('that fail by their answer say why', async () => {
    const { stack, failed } = await create(template(handler, 'FAILED'));

    expect(failed?.ResourceStatusReason).toMatch(
      /^Received response status \[FAILED\] from custom resource\. Message returned: as told \(RequestId: [-0-9a-f]{36}\)$/,
    );
    // The handler refuses the deletion as well.
    expect(stack?.StackStatus).toBe('ROLLBACK_FAILED');
  });

  it('whose function answers another id are replaced: the old one is deleted in the end', async () => {
    const { cfn } = await create(template(handler));
    const TemplateBody = template(handler).replace('"Size":21', '"Size":22');

    await cfn.send(new UpdateStackCommand({ StackName: 's', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }));

    const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 's' }));
    const told = StackEvents?.filter(({ LogicalResourceId }) => LogicalResourceId === 'Widget')
      .slice(0, 3)
      .map(({ PhysicalResourceId, ResourceStatus }) => `${PhysicalResourceId} ${ResourceStatus}`);
    expect(told).toEqual(['widget-21 DELETE_COMPLETE', 'widget-21 DELETE_IN_PROGRESS', 'widget-22 UPDATE_COMPLETE']);
  });

  it('have the attributes of their answers, with dots in their names too, and no others', async () => {
    const asking = (attribute: string) => template(handler).replace('["Widget","Double"]', `["Widget","${attribute}"]`);
    const { cfn, stack } = await create(asking('With.Dot'));
    expect(stack?.Outputs).toContainEqual({ OutputKey: 'Double', OutputValue: 'dotted' });
    await cfn.send(new DeleteStackCommand({ StackName: 's' }));

    const { stack: failed } = await create(asking('Nope'));

    expect(failed?.StackStatus).toBe('ROLLBACK_COMPLETE');
  });

  it('that answer more than 4 KB fail', async () => {
    const { failed } = await create(template(handler).replace('"Size":21', '"Size":21,"Length":5000'));

    expect(failed?.ResourceStatusReason).toBe('Response object is too long.');
  });

  it('whose function crashes fail at once', async () => {
    const { failed, stack } = await create(template('exports.handler = async () => { throw new Error("boom") }'));

    expect(failed?.ResourceStatusReason).toContain('boom');
    expect(stack?.StackStatus).toBe('ROLLBACK_COMPLETE');
  });
});

describe('Dynamic references', () => {
  it('are read when the resource is made', async () => {
    const ssm = target.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: '/source', Value: 'found', Type: 'String' }));
    const Properties = { Name: '/copy', Type: 'String', Value: 'was {{resolve:ssm:/source}}' };

    await create(JSON.stringify({ Resources: { Copy: { Type: 'AWS::SSM::Parameter', Properties } } }));

    expect((await ssm.send(new GetParameterCommand({ Name: '/copy' }))).Parameter?.Value).toBe('was found');
  });
});
