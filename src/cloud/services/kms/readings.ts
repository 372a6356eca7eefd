import type { AliasListEntry, DescribeKeyResponse, GetKeyRotationStatusResponse } from '@aws-sdk/client-kms';
import type { ResourceReading } from '../../service-kit/contract.ts';
import { allOf, documentOf, pick, present, ResourceGone } from '../../service-kit/resource-reading.ts';

const token = ['NextMarker', 'Marker'] as const;

/** What a key is; one that waits for its deletion is gone, as for CloudFormation. */
export const keyReading: ResourceReading = {
  identifiers: ['KeyId'],
  properties: [
    'Description',
    'EnableKeyRotation',
    'Enabled',
    'KeyPolicy',
    'KeySpec',
    'KeyUsage',
    'MultiRegion',
    'Origin',
    'RotationPeriodInDays',
    'Tags',
  ],
  writeOnly: ['BypassPolicyLockoutSafetyCheck', 'PendingWindowInDays'],
  async read({ KeyId = '' }, calls) {
    const asked = { KeyId };
    const { KeyMetadata: key } = await calls.call<DescribeKeyResponse>('kms', 'DescribeKey', asked);
    if (key?.KeyState === 'PendingDeletion') throw new ResourceGone(`${key.Arn} is pending deletion.`);
    const { Policy } = await calls.call<{ Policy?: string }>('kms', 'GetKeyPolicy', asked);
    const paging = { input: asked, items: 'Tags', token };
    const tags = await allOf<{ TagKey: string; TagValue: string }>(calls, 'kms', 'ListResourceTags', paging);
    const canRotate = key?.KeySpec === 'SYMMETRIC_DEFAULT' && key.Origin === 'AWS_KMS';
    const rotation = canRotate
      ? await calls.call<GetKeyRotationStatusResponse>('kms', 'GetKeyRotationStatus', asked)
      : undefined;
    return present({
      ...pick(key, ['Arn', 'Enabled', 'KeyId', 'KeySpec', 'KeyUsage', 'MultiRegion', 'Origin']),
      Description: key?.Description || undefined,
      EnableKeyRotation: rotation?.KeyRotationEnabled,
      KeyPolicy: documentOf(Policy),
      RotationPeriodInDays: rotation?.KeyRotationEnabled ? rotation.RotationPeriodInDays : undefined,
      Tags: tags.map(({ TagKey: Key, TagValue: Value }) => ({ Key, Value })),
    });
  },
  async list(calls) {
    const keys = await allOf<{ KeyId?: string }>(calls, 'kms', 'ListKeys', { items: 'Keys', token });
    return keys.map(({ KeyId = '' }) => ({ KeyId }));
  },
};

const aliases = (calls: Parameters<typeof allOf>[0]) =>
  allOf<AliasListEntry>(calls, 'kms', 'ListAliases', { items: 'Aliases', token });

/** What an alias is. */
export const aliasReading: ResourceReading = {
  identifiers: ['AliasName'],
  properties: ['AliasName', 'TargetKeyId'],
  async read({ AliasName = '' }, calls) {
    const found = (await aliases(calls)).find((alias) => alias.AliasName === AliasName);
    if (!found) throw new ResourceGone(`Alias ${AliasName} is not found.`);
    return present({ AliasName, TargetKeyId: found.TargetKeyId });
  },
  list: async (calls) => (await aliases(calls)).map(({ AliasName = '' }) => ({ AliasName })),
};
