import * as Cf from '@aws-sdk/client-cloudformation';
import * as Cw from '@aws-sdk/client-cloudwatch';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(Cw.CloudWatchClient);
const RuleDefinition = JSON.stringify({
  Schema: { Name: 'CloudWatchLogRule', Version: 1 },
  LogGroupNames: ['orders'],
  LogFormat: 'JSON',
  Contribution: { Keys: ['$.ip'], Filters: [] },
  AggregateOn: 'Count',
});
const list = async () => (await client().send(new Cw.DescribeInsightRulesCommand({}))).InsightRules;
const RuleNames = ['callers'];

it('PutInsightRule › keeps a rule, which is switched and deleted by name', async () => {
  await client().send(new Cw.PutInsightRuleCommand({ RuleName: 'callers', RuleDefinition }));
  const made = await list();
  const disabled = await client().send(new Cw.DisableInsightRulesCommand({ RuleNames }));
  const off = await list();
  await client().send(new Cw.EnableInsightRulesCommand({ RuleNames }));
  const on = await list();
  const { Failures } = await client().send(new Cw.DeleteInsightRulesCommand({ RuleNames: [...RuleNames, 'none'] }));

  expect(made).toEqual([
    {
      Name: 'callers',
      State: 'ENABLED',
      Schema: '{"Name":"CloudWatchLogRule","Version":1}',
      Definition: RuleDefinition,
      ManagedRule: false,
    },
  ]);
  expect(disabled.Failures).toEqual([]);
  expect(off).toMatchObject([{ State: 'DISABLED' }]);
  expect(on).toMatchObject([{ State: 'ENABLED' }]);
  expect(Failures).toMatchObject([{ FailureResource: 'none' }]);
  expect(await list()).toEqual([]);
});

it('PutInsightRule › refuses what is no rule', async () => {
  const put = (more: object) =>
    client().send(new Cw.PutInsightRuleCommand({ RuleName: 'callers', RuleDefinition, ...more }));

  await expect(put({ RuleDefinition: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  await expect(put({ RuleState: 'ON' })).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});

it('AWS::CloudWatch::InsightRule › makes, changes and deletes a rule', async () => {
  const formation = target.client(Cf.CloudFormationClient);
  const StackName = 'rules';
  const template = (RuleState: string, team: string) =>
    JSON.stringify({
      Resources: {
        Rule: {
          Type: 'AWS::CloudWatch::InsightRule',
          Properties: {
            RuleName: 'callers',
            RuleState,
            RuleBody: RuleDefinition,
            Tags: [{ Key: 'team', Value: team }],
          },
        },
      },
    });
  await formation.send(new Cf.CreateStackCommand({ StackName, TemplateBody: template('ENABLED', 'a') }));
  await formation.send(new Cf.UpdateStackCommand({ StackName, TemplateBody: template('DISABLED', 'b') }));
  expect(await list()).toMatchObject([{ Name: 'callers', State: 'DISABLED' }]);
  const ResourceARN = 'arn:aws:cloudwatch:us-east-1:000000000000:insight-rule/callers';
  const { Tags } = await client().send(new Cw.ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toContainEqual({ Key: 'team', Value: 'b' });

  await formation.send(new Cf.DeleteStackCommand({ StackName }));

  expect(await list()).toEqual([]);
});
