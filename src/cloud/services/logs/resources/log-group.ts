import type { DescribeLogGroupsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { ResourceCalls, ResourceContext } from '../../../service-kit/contract.ts';
import { retag, unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { groupNotFound } from '../errors.ts';
import { logGroupReading } from './log-group-reading.ts';

const nameMax = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logGroup = codedResourceType({
  type: 'AWS::Logs::LogGroup',
  properties: {
    BearerTokenAuthenticationEnabled: 'flag',
    DataProtectionPolicy: 'document',
    DeletionProtectionEnabled: 'flag',
    FieldIndexPolicies: { list: 'document' },
    KmsKeyId: 'text',
    LogGroupClass: 'text',
    LogGroupName: 'text',
    RetentionInDays: 'number',
    Tags: 'tags',
  },
  refused: {
    ResourcePolicyDocument: 'a group has no policy of its own',
  },
  attributes: ['Arn'],
  async create(p, context) {
    const logGroupName = p.LogGroupName ?? context.generateName(nameMax);
    await context.call('logs', 'CreateLogGroup', {
      logGroupName,
      kmsKeyId: p.KmsKeyId,
      logGroupClass: p.LogGroupClass,
      tags: p.Tags.length > 0 ? tagRecord(p.Tags) : undefined,
    });
    try {
      await applyRetention(logGroupName, p, {}, context);
      await applyProtection(logGroupName, p, {}, context);
      await applyIndexes(logGroupName, p, {}, context);
      await applySwitches(logGroupName, p, {}, context);
    } catch (error) {
      await context.call('logs', 'DeleteLogGroup', { logGroupName });
      throw error;
    }
    return stateOf(logGroupName, context);
  },
  async update(state, p, previous, context) {
    const logGroupName = state.physicalId;
    await applyRetention(logGroupName, p, previous, context);
    await applyProtection(logGroupName, p, previous, context);
    await applyIndexes(logGroupName, p, previous, context);
    await applySwitches(logGroupName, p, previous, context);
    const kmsKeyId = p.KmsKeyId;
    if (kmsKeyId !== undefined) await context.call('logs', 'AssociateKmsKey', { logGroupName, kmsKeyId });
    else if (previous.KmsKeyId !== undefined) await context.call('logs', 'DisassociateKmsKey', { logGroupName });
    const resourceArn = String(state.attributes?.Arn);
    await retag(p.Tags, previous.Tags, {
      untag: (tagKeys) => context.call('logs', 'UntagResource', { resourceArn, tagKeys }),
      tag: (tags) => context.call('logs', 'TagResource', { resourceArn, tags: tagRecord(tags) }),
    });
    return state;
  },
  delete: (state, _, context) =>
    unlessGone(context.call('logs', 'DeleteLogGroup', { logGroupName: state.physicalId }), 'ResourceNotFoundException'),
  reading: logGroupReading,
});

async function stateOf(logGroupName: string, context: ResourceCalls) {
  const input = { logGroupNamePrefix: logGroupName, limit: 1 };
  const { logGroups } = await context.call<DescribeLogGroupsResponse>('logs', 'DescribeLogGroups', input);
  const [group] = logGroups ?? [];
  if (group?.logGroupName !== logGroupName) throw groupNotFound();
  return { physicalId: logGroupName, attributes: { Arn: group.arn } };
}

interface Retention {
  readonly RetentionInDays?: number | undefined;
}

async function applyRetention(logGroupName: string, p: Retention, previous: Retention, context: ResourceContext) {
  const retentionInDays = p.RetentionInDays;
  if (retentionInDays !== undefined) {
    await context.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays });
  } else if (previous.RetentionInDays !== undefined) {
    await context.call('logs', 'DeleteRetentionPolicy', { logGroupName });
  }
}

interface Protection {
  readonly DataProtectionPolicy?: string | undefined;
}

async function applyProtection(name: string, p: Protection, previous: Protection, context: ResourceContext) {
  const policyDocument = p.DataProtectionPolicy;
  const logGroupIdentifier = name;
  if (policyDocument !== undefined) {
    await context.call('logs', 'PutDataProtectionPolicy', { logGroupIdentifier, policyDocument });
  } else if (previous.DataProtectionPolicy !== undefined) {
    await context.call('logs', 'DeleteDataProtectionPolicy', { logGroupIdentifier });
  }
}

interface Indexes {
  readonly FieldIndexPolicies?: readonly string[] | undefined;
}

/** A group has one such policy, whatever the property's plural says. */
async function applyIndexes(logGroupIdentifier: string, p: Indexes, previous: Indexes, context: ResourceContext) {
  const [policyDocument] = p.FieldIndexPolicies ?? [];
  const [before] = previous.FieldIndexPolicies ?? [];
  if (policyDocument === before) return;
  if (policyDocument === undefined) await context.call('logs', 'DeleteIndexPolicy', { logGroupIdentifier });
  else await context.call('logs', 'PutIndexPolicy', { logGroupIdentifier, policyDocument });
}

interface Switches {
  readonly BearerTokenAuthenticationEnabled?: boolean | undefined;
  readonly DeletionProtectionEnabled?: boolean | undefined;
}

/** Protection comes last, so that a creation that fails can be taken back. */
async function applySwitches(logGroupIdentifier: string, p: Switches, previous: Switches, context: ResourceContext) {
  const bearerTokenAuthenticationEnabled = p.BearerTokenAuthenticationEnabled ?? false;
  if (bearerTokenAuthenticationEnabled !== (previous.BearerTokenAuthenticationEnabled ?? false)) {
    const input = { logGroupIdentifier, bearerTokenAuthenticationEnabled };
    await context.call('logs', 'PutBearerTokenAuthentication', input);
  }
  const deletionProtectionEnabled = p.DeletionProtectionEnabled ?? false;
  if (deletionProtectionEnabled !== (previous.DeletionProtectionEnabled ?? false)) {
    await context.call('logs', 'PutLogGroupDeletionProtection', { logGroupIdentifier, deletionProtectionEnabled });
  }
}
