import { AwsError } from '../../../../kernel/errors.ts';
import { sessionOf } from '../../../../kernel/role-session.ts';
import type { Context } from '../../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../../definition/json.ts';
import type { StatesState } from '../../state.ts';
import type { MapRun, S3Source } from '../map-run.ts';
import { type Item, readerFailed } from './items.ts';
import { manifestItems } from './manifests.ts';
import { objectItems } from './object-items.ts';
import type { CallS3, Reading } from './reading.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export async function* s3Items(
  state: StatesState,
  run: MapRun,
  { action, parameters, config }: S3Source,
  context: Context,
): AsyncGenerator<Item> {
  const reading: Reading = { call: readsOf(state, run, context), config };
  if (action === 'listObjectsV2') {
    yield* listedItems(reading, parameters);
  } else if (config.InputType === 'MANIFEST' || config.ManifestType !== undefined) {
    yield* manifestItems(reading, parameters);
  } else {
    yield* objectItems(reading, parameters);
  }
}

function readsOf(state: StatesState, run: MapRun, context: Context): CallS3 {
  const name = run.executionArn.slice(run.executionArn.lastIndexOf(':') + 1);
  const caller = sessionOf(state.revisions.get(run.revision)?.roleArn ?? '', name) ?? context.caller;
  return async <Output>(operation: string, input: object) => {
    try {
      return await context.call<Output>('s3', operation, input, { caller });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw readerFailed(s3Cause(error, context));
    }
  };
}

/** How AWS's clients of S3 word an error. */
export const s3Cause = ({ message, code, status }: AwsError, { requestId }: Context): string =>
  `${message} (Service: Amazon S3; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; S3 Extended Request ID: ${requestId}; Proxy: null)`;

interface Listed {
  readonly Contents?: readonly {
    readonly Key: string;
    readonly ETag: string;
    readonly LastModified: Date;
    readonly Size: number;
    readonly StorageClass?: string;
  }[];
  readonly NextContinuationToken?: string;
}

/** Objects of a bucket: what is known of them, or with LOAD_AND_FLATTEN what is in them. */
async function* listedItems(reading: Reading, parameters: JsonRecord): AsyncGenerator<Item> {
  const { Bucket } = parameters;
  let ContinuationToken: string | undefined;
  do {
    const page: Listed = await reading.call<Listed>('ListObjectsV2', {
      ...parameters,
      ...(ContinuationToken !== undefined && { ContinuationToken }),
    });
    for (const { Key, ETag, LastModified, Size, StorageClass = 'STANDARD' } of page.Contents ?? []) {
      if (reading.config.Transformation === 'LOAD_AND_FLATTEN') {
        yield* objectItems(reading, { Bucket: Bucket as Json, Key });
      } else {
        const value = { Etag: ETag, Key, LastModified: LastModified.getTime() / 1000, Size, StorageClass };
        yield { value, source: `S3://${String(Bucket)}` };
      }
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
