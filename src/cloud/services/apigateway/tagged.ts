import { parseArn } from '../../kernel/arns.ts';
import type { Collection } from '../../kernel/collection.ts';
import type { RestApiState } from './state.ts';

type Tags = Readonly<Record<string, string>>;

/** What has tags, whatever it is. */
interface Tagged {
  /** Behind the region in its ARN: `/restapis/a1b2c3/stages/dev`. */
  readonly path: string;
  /** Where its own ARN names the account; most leave it out. */
  readonly arn?: string | undefined;
  readonly tags: Tags;
  replace(tags: Tags): void;
}

interface Taggable {
  readonly tags?: Record<string, string> | undefined;
}

/** All that can bear tags. */
export function* taggedResources(state: RestApiState): Iterable<Tagged> {
  yield* taggedIn(state.restApis, (key) => `/restapis/${key}`);
  yield* taggedIn(state.stages, (key) => `/restapis/${key.replace('/', '/stages/')}`);
  yield* taggedIn(state.apiKeys, (key) => `/apikeys/${key}`);
  yield* taggedIn(state.usagePlans, (key) => `/usageplans/${key}`);
  yield* taggedIn(state.vpcLinks, (key) => `/vpclinks/${key}`);
  yield* taggedIn(state.clientCertificates, (key) => `/clientcertificates/${key}`);
  yield* taggedIn(
    state.domainNames,
    (key) => `/domainnames/${key}`,
    (record) => record.domainNameArn,
  );
  yield* taggedIn(
    state.accessAssociations,
    (arn) => parseArn(arn)?.resource ?? arn,
    (record) => record.domainNameAccessAssociationArn,
  );
}

function* taggedIn<V extends Taggable>(
  collection: Collection<V>,
  pathOf: (key: string) => string,
  arnOf?: (record: V) => string | undefined,
): Iterable<Tagged> {
  for (const [key, record] of [...collection.entries()]) {
    yield {
      path: pathOf(key),
      arn: arnOf?.(record),
      tags: record.tags ?? {},
      replace(tags) {
        const { tags: _, ...others } = record;
        collection.set(key, (Object.keys(tags).length > 0 ? { ...record, tags } : others) as V);
      },
    };
  }
}
