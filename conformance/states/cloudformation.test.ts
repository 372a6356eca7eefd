import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeActivityCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { machineArn, pass, roleArn } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual' });
const StackName = 's';
const stacks = () => target.client(CloudFormationClient);
const statusOf = async () => {
  const { Stacks } = await stacks().send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackStatus;
};
const create = async (template: object) => {
  await stacks().send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
  await expect.poll(statusOf).toBe('CREATE_COMPLETE');
};
const update = (template: object) =>
  stacks().send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
const updated = () => expect.poll(statusOf).toBe('UPDATE_COMPLETE');
/** Why the first resource failed. */
const failureOf = async () => {
  const { StackEvents = [] } = await stacks().send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED')).at(-1)?.ResourceStatusReason;
};
const describeMachine = (stateMachineArn: string | undefined) =>
  target.client(SFNClient).send(new DescribeStateMachineCommand({ stateMachineArn }));

const machine = (properties: object) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: { RoleArn: roleArn, ...properties },
});
const outputs = {
  Ref: { Value: { Ref: 'Machine' } },
  Arn: { Value: { 'Fn::GetAtt': ['Machine', 'Arn'] } },
  Name: { Value: { 'Fn::GetAtt': ['Machine', 'Name'] } },
  Revision: { Value: { 'Fn::GetAtt': ['Machine', 'StateMachineRevisionId'] } },
};
const templateOf = (properties: object) => ({ Resources: { Machine: machine(properties) }, Outputs: outputs });

describe('AWS::StepFunctions::Activity', () => {
  const template = (Tags: readonly object[], more: object = {}) => ({
    Resources: { Worked: { Type: 'AWS::StepFunctions::Activity', Properties: { Name: 'worked', Tags, ...more } } },
    Outputs: {
      Ref: { Value: { Ref: 'Worked' } },
      Arn: { Value: { 'Fn::GetAtt': ['Worked', 'Arn'] } },
      Name: { Value: { 'Fn::GetAtt': ['Worked', 'Name'] } },
    },
  });

  it('is made, tagged anew and deleted', async () => {
    await create(template([{ Key: 'team', Value: 'a' }]));
    const made = await stackOutputs(stacks(), StackName);
    const resourceArn = 'arn:aws:states:us-east-1:000000000000:activity:worked';
    expect(made).toEqual({ Ref: resourceArn, Arn: resourceArn, Name: 'worked' });

    await update(template([{ Key: 'team', Value: 'b' }]));
    await updated();
    const { tags = [] } = await target.client(SFNClient).send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags.filter(({ key = '' }) => !key.startsWith('aws:'))).toEqual([{ key: 'team', value: 'b' }]);

    await stacks().send(new DeleteStackCommand({ StackName }));
    const describing = () =>
      target
        .client(SFNClient)
        .send(new DescribeActivityCommand({ activityArn: resourceArn }))
        .then(
          () => 'there',
          ({ name }: Error) => name,
        );
    await expect.poll(describing).toBe('ActivityDoesNotExist');
  });
});

describe('AWS::StepFunctions::StateMachine', () => {
  it('is made, changed in place and deleted', async () => {
    await create(templateOf({ DefinitionString: pass('one'), Tags: [{ Key: 'team', Value: 'a' }] }));
    const made = await stackOutputs(stacks(), StackName);
    expect(made.Name).toMatch(/^Machine-[A-Za-z0-9]{12}$/);
    expect(made).toMatchObject({ Ref: machineArn(made.Name ?? ''), Arn: made.Ref, Revision: 'INITIAL' });
    expect(await describeMachine(made.Ref)).toMatchObject({ definition: pass('one'), type: 'STANDARD', roleArn });
    const tagsOf = async () =>
      (await target.client(SFNClient).send(new ListTagsForResourceCommand({ resourceArn: made.Ref }))).tags;
    expect(await tagsOf()).toEqual(
      expect.arrayContaining([
        { key: 'team', value: 'a' },
        { key: 'aws:cloudformation:stack-name', value: StackName },
      ]),
    );

    await update(
      templateOf({
        DefinitionString: pass('two'),
        TracingConfiguration: { Enabled: true },
        Tags: [{ Key: 'stage', Value: 'b' }],
      }),
    );
    await updated();
    const changed = await stackOutputs(stacks(), StackName);
    const described = await describeMachine(made.Ref);
    expect(described).toMatchObject({ definition: pass('two'), tracingConfiguration: { enabled: true } });
    expect(changed).toMatchObject({ Ref: made.Ref, Revision: described.revisionId });
    expect(await tagsOf()).not.toContainEqual({ key: 'team', value: 'a' });

    await update(templateOf({ DefinitionString: pass('two') }));
    await updated();
    expect(await describeMachine(made.Ref)).toMatchObject({ tracingConfiguration: { enabled: false } });

    await stacks().send(new DeleteStackCommand({ StackName }));
    await expect
      .poll(async () => (await target.client(SFNClient).send(new ListStateMachinesCommand({}))).stateMachines)
      .toEqual([]);
  });

  it('takes its definition as a structure with substitutions, as SAM writes it', async () => {
    const Definition = {
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Pass',
          Result: { to: '${Queue}', count: '${Count}', list: [1, {}, []] },
          Comment: '${Unknown}',
          End: true,
        },
      },
    };

    await create(
      templateOf({
        Definition,
        DefinitionSubstitutions: { Queue: { 'Fn::Sub': 'q-${AWS::Region}' }, Count: 3 },
        StateMachineName: 'named',
        StateMachineType: 'EXPRESS',
        LoggingConfiguration: { Level: 'OFF' },
      }),
    );

    expect(await describeMachine(machineArn('named'))).toMatchObject({
      type: 'EXPRESS',
      definition: [
        '{',
        '  "StartAt" : "Call",',
        '  "States" : {',
        '    "Call" : {',
        '      "Comment" : "${Unknown}",',
        '      "End" : true,',
        '      "Result" : {',
        '        "count" : "3",',
        '        "list" : [ 1, { }, [ ] ],',
        '        "to" : "q-us-east-1"',
        '      },',
        '      "Type" : "Pass"',
        '    }',
        '  }',
        '}',
      ].join('\n'),
    });
  });

  it('takes its definition from a bucket', async () => {
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
    await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'm.asl.json', Body: pass('${Who}') }));

    await create(
      templateOf({
        DefinitionS3Location: { Bucket: 'code', Key: 'm.asl.json' },
        DefinitionSubstitutions: { Who: 'me' },
        StateMachineName: 'named',
      }),
    );

    expect(await describeMachine(machineArn('named'))).toMatchObject({ definition: pass('me') });
  });

  it('takes YAML from a bucket, and what substitutions bring along', async () => {
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
    const Body = 'StartAt: A # first\nStates:\n  A:\n    Type: Pass\n    Result: ${Who}\n    End: true\n';
    await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'm.asl.yaml', Body }));

    await create(
      templateOf({
        DefinitionS3Location: { Bucket: 'code', Key: 'm.asl.yaml' },
        DefinitionSubstitutions: { Who: 'it is ${Name}', Name: 'me' },
        StateMachineName: 'named',
      }),
    );

    const { definition = '' } = await describeMachine(machineArn('named'));
    expect(JSON.parse(definition)).toEqual({
      StartAt: 'A',
      States: { A: { Type: 'Pass', Result: 'it is me', End: true } },
    });
    expect(definition).toMatch(/^\{\n {2}"StartAt" : "A",\n {2}"States" : \{\n/);
  });

  it('fails with the reason of the operation', async () => {
    await stacks().send(
      new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(templateOf({ DefinitionString: '{' })) }),
    );

    await expect.poll(statusOf).toBe('ROLLBACK_COMPLETE');
  });

  it('is taken into a stack that did not make it', async () => {
    await target.client(SFNClient).send(new CreateStateMachineCommand({ name: 'mine', definition: pass(), roleArn }));
    const Machine = { ...machine({ DefinitionString: pass(), StateMachineName: 'mine' }), DeletionPolicy: 'Retain' };
    const names = { StackName, ChangeSetName: 'c' };
    await stacks().send(
      new CreateChangeSetCommand({
        ...names,
        ChangeSetType: 'IMPORT',
        TemplateBody: JSON.stringify({ Resources: { Machine } }),
        ResourcesToImport: [
          {
            ResourceType: 'AWS::StepFunctions::StateMachine',
            LogicalResourceId: 'Machine',
            ResourceIdentifier: { Arn: machineArn('mine') },
          },
        ],
      }),
    );
    await expect
      .poll(async () => (await stacks().send(new DescribeChangeSetCommand(names))).Status)
      .toBe('CREATE_COMPLETE');

    await stacks().send(new ExecuteChangeSetCommand(names));

    await expect.poll(statusOf).toBe('IMPORT_COMPLETE');
  });
});

const versionOf = (id: string) => ({
  Type: 'AWS::StepFunctions::StateMachineVersion',
  Properties: {
    StateMachineArn: { Ref: 'Machine' },
    StateMachineRevisionId: { 'Fn::GetAtt': ['Machine', 'StateMachineRevisionId'] },
    Description: id,
  },
});
const released = (comment: string, alias: object) => ({
  Resources: {
    Machine: machine({ DefinitionString: pass(comment), StateMachineName: 'm' }),
    Version: versionOf(comment),
    Alias: { Type: 'AWS::StepFunctions::StateMachineAlias', Properties: { Name: 'live', ...alias } },
  },
  Outputs: { Alias: { Value: { Ref: 'Alias' } }, Version: { Value: { 'Fn::GetAtt': ['Version', 'Arn'] } } },
});
const routesOf = async () => {
  const stateMachineAliasArn = `${machineArn('m')}:live`;
  const alias = await target.client(SFNClient).send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
  return alias.routingConfiguration?.map((route) => [route.stateMachineVersionArn?.at(-1), route.weight]);
};

describe('AWS::StepFunctions::StateMachineVersion and StateMachineAlias', () => {
  const toAll = { RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' }, Weight: 100 }] };

  it('publish each revision and route to it', async () => {
    await create(released('one', toAll));
    expect(await stackOutputs(stacks(), StackName)).toEqual({
      Alias: `${machineArn('m')}:live`,
      Version: `${machineArn('m')}:1`,
    });
    expect(await routesOf()).toEqual([['1', 100]]);

    await update(released('two', toAll));
    await updated();

    expect(await routesOf()).toEqual([['2', 100]]);
    expect(await describeMachine(`${machineArn('m')}:live`)).toMatchObject({ definition: pass('two') });
    await expect(describeMachine(`${machineArn('m')}:1`)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await stacks().send(new DeleteStackCommand({ StackName }));
    await expect
      .poll(async () => (await target.client(SFNClient).send(new ListStateMachinesCommand({}))).stateMachines)
      .toEqual([]);
  });

  const gradual = (Type: string, more: object = {}) => ({
    DeploymentPreference: { Type, StateMachineVersionArn: { Ref: 'Version' }, Percentage: 40, Interval: 2, ...more },
  });

  it.each([
    ['CANARY', [60, 100]],
    ['LINEAR', [60, 20, 100]],
  ])('go over in steps of %s', async (type, weights) => {
    await create(released('one', gradual(type)));
    expect(await routesOf()).toEqual([['1', 100]]);

    // It is answered when it is over, or after a while that must pass.
    const answered = update(released('two', gradual(type)));

    for (const weight of weights) {
      await expect.poll(routesOf).toEqual(
        weight === 100
          ? [['2', 100]]
          : [
              ['1', weight],
              ['2', 100 - weight],
            ],
      );
      await target.cloud.clock.advance('1m');
      await target.cloud.clock.advance('1m');
    }
    await answered;
    await updated();
  });

  it.each([
    [
      { Type: 'CANARY' },
      "Deployments of type 'CANARY' require an interval and percentage for traffic shifting. Configure the deployment preference with the 'interval' and 'percentage' properties and try again.",
    ],
    [
      { Type: 'LINEAR', Percentage: 10 },
      "Deployments of type 'LINEAR' require an interval for traffic shifting. Configure the deployment preference with the 'interval' property and try again.",
    ],
    [
      { Type: 'LINEAR', Interval: 10 },
      "Deployments of type 'LINEAR' require a percentage for traffic shifting. Configure the deployment preference with the 'percentage' property and try again.",
    ],
    [
      { Type: 'LINEAR', Percentage: 1, Interval: 22 },
      'The linear deployment configured is estimated to take 2200 minutes, which exceeds the maximum allowable deployment time of 2100 minutes. Configure the deployment preference to use a higher shift percentage or lower time interval and try again.',
    ],
  ])('refuse %j when they are made', async (preference, reason) => {
    const DeploymentPreference = { StateMachineVersionArn: { Ref: 'Version' }, ...preference };
    const TemplateBody = JSON.stringify(released('one', { DeploymentPreference }));

    await stacks().send(new CreateStackCommand({ StackName, TemplateBody }));

    await expect.poll(statusOf).toBe('ROLLBACK_COMPLETE');
    expect(await failureOf()).toContain(`Resource handler returned message: "${reason}"`);
  });

  it('go over at once', async () => {
    await create(released('one', gradual('ALL_AT_ONCE')));

    await update(released('two', gradual('ALL_AT_ONCE')));

    await updated();
    expect(await routesOf()).toEqual([['2', 100]]);
  });

  it('go back when an alarm goes off meanwhile', async () => {
    const cloudwatch = target.client(CloudWatchClient);
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'App',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 86_400,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    );
    const watched = gradual('CANARY', { Alarms: ['errors'] });
    await create(released('one', watched));
    const answered = update(released('two', watched));
    await expect.poll(routesOf).toHaveLength(2);

    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'errors' }),
    );
    await target.cloud.clock.advance('1m');

    await answered;
    await expect.poll(statusOf).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await failureOf()).toContain(
      "Aborting deployment. The following CloudWatch alarms are in an 'ALARM' state: [errors].",
    );
    expect(await routesOf()).toEqual([['1', 100]]);
  });
});
