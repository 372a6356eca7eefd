import type { Json } from '../../definition/json.ts';
import type { StatesState } from '../../state.ts';
import { childRange, type MapRun } from '../map-run.ts';
import { childResult, transformed } from './child-result.ts';
import { folderOf } from './write-map-results.ts';

/** What a map run that succeeded is to its state: the results of its children, or where these were written. */
export function stateResult(state: StatesState, run: MapRun): Json {
  const { arn, writer } = run;
  if (writer?.bucket !== undefined) {
    const details = { Bucket: writer.bucket, Key: `${folderOf(run)}/manifest.json` };
    return { MapRunArn: arn, ResultWriterDetails: details };
  }
  const results: Json[] = [];
  for (const child of state.mapChildren.values(childRange(arn))) {
    const result = childResult(state, child);
    if (result) results.push(...transformed(run, result));
  }
  return results;
}
