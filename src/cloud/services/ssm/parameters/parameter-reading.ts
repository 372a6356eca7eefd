import type { GetParameterResult, ParameterMetadata } from '@aws-sdk/client-ssm';
import type { ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, pick, present } from '../../../service-kit/resource-reading.ts';

/** What a parameter is; tags are a map here. */
export const parameterReading: ResourceReading = {
  identifiers: ['Name'],
  properties: ['AllowedPattern', 'DataType', 'Description', 'Name', 'Tags', 'Tier', 'Type', 'Value'],
  writeOnly: ['Policies'],
  async read({ Name = '' }, calls) {
    const { Parameter } = await calls.call<GetParameterResult>('ssm', 'GetParameter', { Name });
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [Parameter?.Name] }];
    const described = await calls.call<{ Parameters?: ParameterMetadata[] }>('ssm', 'DescribeParameters', {
      ParameterFilters,
    });
    const on = { ResourceType: 'Parameter', ResourceId: Name };
    const { TagList = [] } = await calls.call<{ TagList?: { Key: string; Value: string }[] }>(
      'ssm',
      'ListTagsForResource',
      on,
    );
    return present({
      ...pick(Parameter, ['DataType', 'Name', 'Type', 'Value']),
      ...pick(described.Parameters?.[0], ['AllowedPattern', 'Description', 'Tier']),
      Arn: Parameter?.ARN,
      Tags: Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value])),
    });
  },
  async list(calls) {
    const paging = { items: 'Parameters', token: ['NextToken', 'NextToken'] } as const;
    const all = await allOf<ParameterMetadata>(calls, 'ssm', 'DescribeParameters', paging);
    return all.map(({ Name = '' }) => ({ Name }));
  },
};
