import type {
  DescribeIndexPoliciesResponse,
  DescribeLogGroupsResponse,
  GetDataProtectionPolicyResponse,
  ListTagsForResourceResponse,
  LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, documentOf, present, tagPairs } from '../../../service-kit/resource-reading.ts';
import { groupNotFound } from '../errors.ts';

/** What a log group is, as its type's schema has it. */
export const logGroupReading: ResourceReading = {
  identifiers: ['LogGroupName'],
  properties: [
    'BearerTokenAuthenticationEnabled',
    'DataProtectionPolicy',
    'DeletionProtectionEnabled',
    'FieldIndexPolicies',
    'KmsKeyId',
    'LogGroupClass',
    'LogGroupName',
    'RetentionInDays',
    'Tags',
  ],
  async read({ LogGroupName: logGroupIdentifier = '' }, calls) {
    const input = { logGroupNamePrefix: logGroupIdentifier, limit: 1 };
    const { logGroups } = await calls.call<DescribeLogGroupsResponse>('logs', 'DescribeLogGroups', input);
    const [group] = logGroups ?? [];
    if (group?.logGroupName !== logGroupIdentifier) throw groupNotFound();
    const tagged = { resourceArn: group.logGroupArn };
    const { tags } = await calls.call<ListTagsForResourceResponse>('logs', 'ListTagsForResource', tagged);
    const asked = { logGroupIdentifier };
    const { policyDocument } = await calls.call<GetDataProtectionPolicyResponse>(
      'logs',
      'GetDataProtectionPolicy',
      asked,
    );
    const indexes = await calls.call<DescribeIndexPoliciesResponse>('logs', 'DescribeIndexPolicies', {
      logGroupIdentifiers: [logGroupIdentifier],
    });
    return present({
      Arn: group.arn,
      BearerTokenAuthenticationEnabled: group.bearerTokenAuthenticationEnabled,
      DataProtectionPolicy: documentOf(policyDocument),
      DeletionProtectionEnabled: group.deletionProtectionEnabled,
      FieldIndexPolicies: indexes.indexPolicies?.map(({ policyDocument: text }) => documentOf(text)),
      KmsKeyId: group.kmsKeyId,
      LogGroupClass: group.logGroupClass,
      LogGroupName: group.logGroupName,
      RetentionInDays: group.retentionInDays,
      Tags: tagPairs(tags),
    });
  },
  async list(calls) {
    const paging = { items: 'logGroups', token: ['nextToken', 'nextToken'] } as const;
    const groups = await allOf<LogGroup>(calls, 'logs', 'DescribeLogGroups', paging);
    return groups.map(({ logGroupName = '' }) => ({ LogGroupName: logGroupName }));
  },
};
