import type { Values } from '../../../service-kit/properties.ts';

const status = { members: { Status: 'text' } } as const;
const minutes = { members: { Minutes: 'number' } } as const;
const tag = { members: { Key: 'text', Value: 'text' } } as const;

const members = {
  Role: 'text',
  Rules: {
    list: {
      members: {
        DeleteMarkerReplication: status,
        Destination: {
          members: {
            AccessControlTranslation: { members: { Owner: 'text' } },
            Account: 'text',
            Bucket: 'text',
            EncryptionConfiguration: { members: { ReplicaKmsKeyID: 'text' } },
            Metrics: { members: { EventThreshold: minutes, Status: 'text' } },
            ReplicationTime: { members: { Status: 'text', Time: minutes } },
            StorageClass: 'text',
          },
        },
        Filter: {
          members: {
            And: { members: { Prefix: 'text', TagFilters: { list: tag } } },
            Prefix: 'text',
            TagFilter: tag,
          },
        },
        Id: 'text',
        Prefix: 'text',
        Priority: 'number',
        SourceSelectionCriteria: { members: { ReplicaModifications: status, SseKmsEncryptedObjects: status } },
        Status: 'text',
      },
    },
  },
} as const;

/** A replication as templates write it. */
export const replicationKind = { members } as const;

/** A replication as templates write it → as PutBucketReplication takes it. */
export const replicationConfiguration = ({ Role, Rules = [] }: Values<typeof members>) => ({
  Role,
  Rules: Rules.map(({ Filter, Id, ...rule }) => ({
    ...rule,
    ...(Id !== undefined && { ID: Id }),
    ...(Filter && { Filter: filterOf(Filter) }),
  })),
});

type Filter = NonNullable<NonNullable<Values<typeof members>['Rules']>[number]['Filter']>;

const filterOf = ({ And, Prefix, TagFilter }: Filter) => ({
  ...(And && { And: { Prefix: And.Prefix, Tags: And.TagFilters } }),
  ...(Prefix !== undefined && { Prefix }),
  ...(TagFilter && { Tag: TagFilter }),
});
