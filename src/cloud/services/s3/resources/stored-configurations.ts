import { isDeepStrictEqual } from 'node:util';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';

const tagFilters = { list: { members: { Key: 'text', Value: 'text' } } } as const;
const destination = {
  members: { BucketAccountId: 'text', BucketArn: 'text', Format: 'text', Prefix: 'text' },
} as const;

/** Properties of AWS::S3::Bucket that are lists of configurations with ids. */
export const configurationKinds = {
  AnalyticsConfigurations: {
    list: {
      members: {
        Id: 'text',
        Prefix: 'text',
        StorageClassAnalysis: {
          members: { DataExport: { members: { Destination: destination, OutputSchemaVersion: 'text' } } },
        },
        TagFilters: tagFilters,
      },
    },
  },
  IntelligentTieringConfigurations: {
    list: {
      members: {
        Id: 'text',
        Prefix: 'text',
        Status: 'text',
        TagFilters: tagFilters,
        Tierings: { list: { members: { AccessTier: 'text', Days: 'number' } } },
      },
    },
  },
  InventoryConfigurations: {
    list: {
      members: {
        Destination: destination,
        Enabled: 'flag',
        Id: 'text',
        IncludedObjectVersions: 'text',
        OptionalFields: { list: 'text' },
        Prefix: 'text',
        ScheduleFrequency: 'text',
      },
    },
  },
  MetricsConfigurations: {
    list: { members: { AccessPointArn: 'text', Id: 'text', Prefix: 'text', TagFilters: tagFilters } },
  },
} as const satisfies Kinds;

type Declared = Values<typeof configurationKinds>;
type One<P extends keyof Declared> = NonNullable<Declared[P]>[number];

interface Identified {
  readonly Id?: string | undefined;
}

interface Conditions {
  readonly Prefix?: string | undefined;
  readonly AccessPointArn?: string | undefined;
  readonly TagFilters?: readonly object[] | undefined;
}

/** One condition stands alone, several stand in `And`. */
function filterOf({ Prefix, AccessPointArn, TagFilters: Tags = [] }: Conditions): { readonly Filter?: object } {
  const single = { ...(Prefix !== undefined && { Prefix }), ...(AccessPointArn !== undefined && { AccessPointArn }) };
  const count = Object.keys(single).length + Tags.length;
  if (count === 0) return {};
  if (count > 1) return { Filter: { And: { ...single, ...(Tags.length > 0 && { Tags }) } } };
  return { Filter: Tags.length === 1 ? { Tag: Tags[0] } : single };
}

const analyticsOf = (value: One<'AnalyticsConfigurations'>): object => ({
  Id: value.Id,
  ...filterOf(value),
  StorageClassAnalysis: analysisOf(value.StorageClassAnalysis?.DataExport),
});

type DataExport = NonNullable<One<'AnalyticsConfigurations'>['StorageClassAnalysis']>['DataExport'];

const analysisOf = (wish: DataExport): object =>
  wish
    ? {
        DataExport: {
          OutputSchemaVersion: wish.OutputSchemaVersion,
          Destination: {
            S3BucketDestination: {
              Bucket: wish.Destination?.BucketArn,
              BucketAccountId: wish.Destination?.BucketAccountId,
              Format: wish.Destination?.Format,
              Prefix: wish.Destination?.Prefix,
            },
          },
        },
      }
    : {};

const tieringOf = (value: One<'IntelligentTieringConfigurations'>): object => ({
  Id: value.Id,
  Status: value.Status,
  Tierings: value.Tierings,
  ...filterOf(value),
});

const inventoryOf = (value: One<'InventoryConfigurations'>): object => ({
  Id: value.Id,
  IsEnabled: value.Enabled,
  IncludedObjectVersions: value.IncludedObjectVersions,
  OptionalFields: value.OptionalFields,
  Schedule: { Frequency: value.ScheduleFrequency },
  Destination: {
    S3BucketDestination: {
      AccountId: value.Destination?.BucketAccountId,
      Bucket: value.Destination?.BucketArn,
      Format: value.Destination?.Format,
      Prefix: value.Destination?.Prefix,
    },
  },
  ...(value.Prefix !== undefined && { Filter: { Prefix: value.Prefix } }),
});

const metricsOf = (value: One<'MetricsConfigurations'>): object => ({ Id: value.Id, ...filterOf(value) });

interface Configuration {
  readonly declared: Identified;
  /** What the operation takes of it. */
  input(): object;
}

const all = <T extends Identified>(
  declared: readonly T[] | undefined,
  inputOf: (value: T) => object,
): readonly Configuration[] => (declared ?? []).map((one) => ({ declared: one, input: () => inputOf(one) }));

/** By the middle of their operations' names. */
const configurationsOf = (p: Declared): Readonly<Record<string, readonly Configuration[]>> => ({
  AnalyticsConfiguration: all(p.AnalyticsConfigurations, analyticsOf),
  IntelligentTieringConfiguration: all(p.IntelligentTieringConfigurations, tieringOf),
  InventoryConfiguration: all(p.InventoryConfigurations, inventoryOf),
  MetricsConfiguration: all(p.MetricsConfigurations, metricsOf),
});

/** Puts what is new or changed, and deletes what the template dropped. */
export async function applyConfigurations(
  Bucket: string,
  p: Declared,
  previous: Declared | undefined,
  context: ResourceContext,
): Promise<void> {
  const before = previous && configurationsOf(previous);
  for (const [name, wanted] of Object.entries(configurationsOf(p))) {
    const former = (before?.[name] ?? []).map(({ declared }) => declared);
    for (const { declared, input } of wanted) {
      if (former.some((other) => isDeepStrictEqual(declared, other))) continue;
      await context.call('s3', `PutBucket${name}`, { Bucket, Id: declared.Id, [name]: input() });
    }
    for (const { Id } of former.filter((one) => !wanted.some(({ declared }) => declared.Id === one.Id))) {
      await unlessGone(context.call('s3', `DeleteBucket${name}`, { Bucket, Id }), 'NoSuchConfiguration');
    }
  }
}
