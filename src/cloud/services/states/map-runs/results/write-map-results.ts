import { AwsError } from '../../../../kernel/errors.ts';
import { sessionOf } from '../../../../kernel/role-session.ts';
import type { Context, Operation } from '../../../../service-kit/contract.ts';
import type { Json } from '../../definition/json.ts';
import type { StatesRuntime } from '../../runtime.ts';
import type { StatesState } from '../../state.ts';
import { close } from '../go-on.ts';
import { childRange, type MapChild, type MapProgress, type MapRun } from '../map-run.ts';
import { s3Cause } from '../reading/s3-items.ts';
import { childResult, transformed } from './child-result.ts';

interface Write {
  readonly MapRunArn: string;
  /** A redriven map run writes again. */
  readonly Redrives: number;
}

/** Writes the results of a map run into S3, then it is over. Ours: no client calls it. */
export const writeMapResults: Operation<Write, object, StatesState, StatesRuntime> = async (
  state,
  { MapRunArn, Redrives },
  context,
) => {
  const current = () => {
    const run = state.mapRuns.get(MapRunArn);
    const isCurrent = run?.status === 'RUNNING' && (run.redrives ?? 0) === Redrives;
    return isCurrent && context.delivery?.isCurrent !== false ? run : undefined;
  };
  const run = current();
  if (!run) return {};
  let failure: AwsError | undefined;
  try {
    await writeAll(state, run, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    failure = error;
  }
  const now = current();
  const progress = state.mapProgress.get(MapRunArn);
  if (!now || !progress) return {};
  if (failure) {
    const cause = s3Cause(failure, context);
    close(state, now, { status: 'FAILED', error: 'States.ResultWriterFailed', cause }, context);
  } else {
    state.mapProgress.set(MapRunArn, allWritten(progress));
    close(state, now, now.ending ?? { status: 'SUCCEEDED' }, context);
  }
  return {};
};

const allWritten = (progress: MapProgress): MapProgress => {
  const { items, executions } = progress;
  const written = ({ succeeded, failed, timedOut, aborted }: typeof items) => succeeded + failed + timedOut + aborted;
  return {
    ...progress,
    items: { ...items, written: written(items) },
    executions: { ...executions, written: written(executions) },
  };
};

/** Below the prefix each map run has a folder of its own, by its id. */
export function folderOf({ arn, writer }: MapRun): string {
  const id = arn.slice(arn.lastIndexOf(':') + 1);
  const prefix = (writer?.prefix ?? '').replace(/\/+$/, '');
  return prefix === '' ? id : `${prefix}/${id}`;
}

type Outcome = 'SUCCEEDED' | 'FAILED' | 'PENDING';

const outcomeOf = ({ status }: MapChild): Outcome => {
  if (status === 'SUCCEEDED') return 'SUCCEEDED';
  return status === 'PENDING' ? 'PENDING' : 'FAILED';
};

/** AWS begins another file when one has so much; https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
const fileBytesMax = 5 * 1024 * 1024 * 1024;
/** Ours are smaller: one is held in memory. */
const pieceBytesMax = Math.min(fileBytesMax, 32 * 1024 * 1024);

async function writeAll(state: StatesState, run: MapRun, context: Context): Promise<void> {
  const files: Record<Outcome, Json[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  const ending = run.writer?.lines ? 'jsonl' : 'json';
  for (const outcome of ['SUCCEEDED', 'FAILED', 'PENDING'] as const) {
    for (const body of bodiesOf(state, run, outcome)) {
      const Key = `${folderOf(run)}/${outcome}_${files[outcome].length}.${ending}`;
      await put(state, run, { Key, body }, context);
      files[outcome].push({ Key, Size: Buffer.byteLength(body) });
    }
  }
  const manifest = { DestinationBucket: run.writer?.bucket, MapRunArn: run.arn, ResultFiles: files };
  await put(state, run, { Key: `${folderOf(run)}/manifest.json`, body: JSON.stringify(manifest) }, context);
}

/** The files of all children that ended so. */
function* bodiesOf(state: StatesState, run: MapRun, outcome: Outcome): Generator<string> {
  let entries: string[] = [];
  let bytes = 0;
  const body = () => (run.writer?.lines ? entries.join('\n') : `[${entries.join(',')}]`);
  for (const child of state.mapChildren.values(childRange(run.arn))) {
    if (outcomeOf(child) !== outcome) continue;
    for (const entry of entriesOf(state, run, child)) {
      const text = JSON.stringify(entry);
      if (bytes > 0 && bytes + text.length > pieceBytesMax) {
        yield body();
        entries = [];
        bytes = 0;
      }
      entries.push(text);
      bytes += text.length;
    }
  }
  if (entries.length > 0) yield body();
}

function entriesOf(state: StatesState, run: MapRun, child: MapChild): readonly Json[] {
  const result = childResult(state, child);
  if (result) return transformed(run, result);
  const pending = { Input: child.input ?? '{}', InputDetails: { Included: true } };
  return [{ ...pending, StateMachineArn: run.machineArn, Status: 'PENDING' }];
}

interface Put {
  readonly Key: string;
  readonly body: string;
}

async function put(state: StatesState, run: MapRun, { Key, body }: Put, context: Context): Promise<void> {
  const name = run.executionArn.slice(run.executionArn.lastIndexOf(':') + 1);
  const caller = sessionOf(state.revisions.get(run.revision)?.roleArn ?? '', name) ?? context.caller;
  const input = { Bucket: run.writer?.bucket, Key, Body: Buffer.from(body), ContentType: 'application/json' };
  await context.call('s3', 'PutObject', input, { caller });
}
