import type { DescribeSecretResponse, SecretListEntry } from '@aws-sdk/client-secrets-manager';
import type { ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, present, ResourceGone } from '../../../service-kit/resource-reading.ts';

/** What a secret is but its value, which AWS does not tell either. */
export const secretReading: ResourceReading = {
  identifiers: ['Id'],
  properties: ['Description', 'KmsKeyId', 'Name', 'ReplicaRegions', 'Tags'],
  writeOnly: ['GenerateSecretString', 'SecretString'],
  async read({ Id: SecretId = '' }, calls) {
    const told = await calls.call<DescribeSecretResponse>('secretsmanager', 'DescribeSecret', { SecretId });
    if (told.DeletedDate) throw new ResourceGone(`${SecretId} is marked for deletion`);
    return present({
      Description: told.Description || undefined,
      Id: told.ARN,
      KmsKeyId: told.KmsKeyId,
      Name: told.Name,
      ReplicaRegions: told.ReplicationStatus?.map(({ Region, KmsKeyId }) => present({ Region, KmsKeyId })),
      Tags: told.Tags,
    });
  },
  async list(calls) {
    const paging = { items: 'SecretList', token: ['NextToken', 'NextToken'] } as const;
    const all = await allOf<SecretListEntry>(calls, 'secretsmanager', 'ListSecrets', paging);
    return all.map(({ ARN: Id = '' }) => ({ Id }));
  },
  physicalId: ({ Id = '' }, model) => String(model.Id ?? Id),
};
