import * as Cfn from '@aws-sdk/client-cloudformation';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const StackName = 'logging';
const DataProtectionPolicy = { Name: 'p', Version: '2021-06-01', Statement: [] };

const template = (group: object) =>
  JSON.stringify({
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: group },
      Stream: { Type: 'AWS::Logs::LogStream', Properties: { LogGroupName: { Ref: 'Group' } } },
      Filter: {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          LogGroupName: { Ref: 'Group' },
          FilterPattern: '{ $.level = "ERROR" }',
          MetricTransformations: [
            {
              MetricName: 'Errors',
              MetricNamespace: 'App',
              MetricValue: '1',
              Dimensions: [{ Key: 'Route', Value: '$.route' }],
            },
          ],
        },
      },
      Policy: {
        Type: 'AWS::Logs::ResourcePolicy',
        Properties: { PolicyName: 'events', PolicyDocument: '{"Version":"2012-10-17","Statement":[]}' },
      },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } } },
  });

describe('CloudFormation', () => {
  const target = useCloud();
  const cfn = () => target.client(Cfn.CloudFormationClient);
  const logs = () => target.client(Logs.CloudWatchLogsClient);
  const groups = async () => (await logs().send(new Logs.DescribeLogGroupsCommand({}))).logGroups;

  it('makes a group with retention, a stream, a filter and a policy, changes and deletes them', async () => {
    await cfn().send(
      new Cfn.CreateStackCommand({ StackName, TemplateBody: template({ RetentionInDays: 14, DataProtectionPolicy }) }),
    );
    await Cfn.waitUntilStackCreateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
    const { Stacks } = await cfn().send(new Cfn.DescribeStacksCommand({ StackName }));
    const [group] = (await groups()) ?? [];
    const filters = await logs().send(new Logs.DescribeMetricFiltersCommand({}));

    expect(group).toMatchObject({
      retentionInDays: 14,
      dataProtectionStatus: 'ACTIVATED',
      metricFilterCount: 1,
      arn: Stacks?.[0]?.Outputs?.[0]?.OutputValue,
    });
    expect(group?.logGroupName).toMatch(/^logging-Group-/);
    expect(filters.metricFilters?.[0]?.metricTransformations?.[0]?.dimensions).toEqual({ Route: '$.route' });

    await cfn().send(new Cfn.UpdateStackCommand({ StackName, TemplateBody: template({}) }));
    await Cfn.waitUntilStackUpdateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });

    expect((await groups())?.[0]?.retentionInDays).toBeUndefined();
    expect((await groups())?.[0]?.dataProtectionStatus).toBe('DELETED');

    await cfn().send(new Cfn.DeleteStackCommand({ StackName }));
    await Cfn.waitUntilStackDeleteComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });

    expect(await groups()).toEqual([]);
    expect((await logs().send(new Logs.DescribeResourcePoliciesCommand({}))).resourcePolicies).toEqual([]);
  });

  it('makes subscription filters and saved queries, changes and deletes them', async () => {
    const body = (FilterPattern: string) =>
      JSON.stringify({
        Resources: {
          Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } },
          Subscription: {
            Type: 'AWS::Logs::SubscriptionFilter',
            Properties: {
              LogGroupName: { Ref: 'Group' },
              FilterPattern,
              DestinationArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
              RoleArn: 'arn:aws:iam::000000000000:role/r',
            },
          },
          Query: {
            Type: 'AWS::Logs::QueryDefinition',
            Properties: {
              Name: 'errors',
              QueryString: `filter @message like "${FilterPattern}"`,
              LogGroupNames: ['g'],
            },
          },
        },
        Outputs: { Id: { Value: { Ref: 'Query' } } },
      });
    const read = async () => {
      const filters = await logs().send(new Logs.DescribeSubscriptionFiltersCommand({ logGroupName: 'g' }));
      const queries = await logs().send(new Logs.DescribeQueryDefinitionsCommand({}));
      return { filter: filters.subscriptionFilters?.[0], query: queries.queryDefinitions?.[0] };
    };
    await cfn().send(new Cfn.CreateStackCommand({ StackName, TemplateBody: body('ERROR') }));
    await Cfn.waitUntilStackCreateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
    const made = await read();
    const { Stacks } = await cfn().send(new Cfn.DescribeStacksCommand({ StackName }));

    expect(made.filter).toMatchObject({ filterPattern: 'ERROR', logGroupName: 'g' });
    expect(made.query).toMatchObject({ name: 'errors', logGroupNames: ['g'] });
    expect(made.query?.queryDefinitionId).toBe(Stacks?.[0]?.Outputs?.[0]?.OutputValue);

    await cfn().send(new Cfn.UpdateStackCommand({ StackName, TemplateBody: body('WARN') }));
    await Cfn.waitUntilStackUpdateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });

    expect(await read()).toMatchObject({
      filter: { filterPattern: 'WARN', filterName: made.filter?.filterName },
      query: { queryString: 'filter @message like "WARN"' },
    });

    await cfn().send(new Cfn.DeleteStackCommand({ StackName }));
    await Cfn.waitUntilStackDeleteComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });

    expect((await logs().send(new Logs.DescribeQueryDefinitionsCommand({}))).queryDefinitions).toEqual([]);
  });
});
