import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { batchMax, targetKind } from '../settings/arn-kinds.ts';
import { findPipe } from '../settings/describe-pipe.ts';
import type { PipesState } from '../state.ts';
import { plainEvent, sourceEvent } from '../transform/pipe-event.ts';
import { batchTargets } from './batch-targets.ts';
import { invokeFunction, runMachine } from './compute-calls.ts';
import { askApi, askDestination } from './http-calls.ts';
import { roleCaller } from './role-caller.ts';
import { type StageCalls, StageFailure, type StageItem, type StageRuntime } from './stage.ts';
import { transformed } from './transformed.ts';

interface TargetInput {
  /** The name of a pipe. */
  readonly Pipe: string;
  readonly Execution: string;
  /** What the enrichment answered, or records of the source. */
  readonly Events: readonly string[];
  /** By which functions name records that failed: message ids, event ids. In the order of the source's records. */
  readonly Ids: readonly string[];
}

/** Positions among the source's records of those that are not done; `all` where it cannot be told which. */
export interface TargetOutput {
  readonly Failed: readonly number[] | 'all';
}

/** The last stage, as an operation of its own. Throws where nothing was taken. */
export const runTarget: Operation<TargetInput, TargetOutput, PipesState, StageRuntime> = async (
  state,
  { Pipe, Execution, Events, Ids },
  context,
) => {
  const pipe = findPipe(state, Pipe);
  const log = context.runtime.logs.of(pipe, Execution);
  const template = pipe.targetParameters?.InputTemplate;
  const read = pipe.enrichment === undefined ? sourceEvent : plainEvent;
  const items = log.transformation('TARGET', template, () =>
    transformed(Events.map(read), template, pipe, context.clock.now()),
  );
  const max = batchMax[targetKind(pipe.target)];
  if (items.length > max) {
    throw new StageFailure('BatchTooLarge', `${items.length} events are more than the target takes at once (${max}).`);
  }
  const failed = await log.invocation('TARGET', items, () =>
    tell({ pipe, context, caller: roleCaller(pipe) }, items, Ids),
  );
  if (failed === 'all' || failed.length === 0 || items.length === Ids.length) return { Failed: failed };
  // An enrichment made more or fewer of them: which record one came of is not known.
  return { Failed: isCompute(pipe.target) ? failed : 'all' };
};

const isCompute = (target: string): boolean => ['function', 'machine'].includes(targetKind(target));

async function tell(
  calls: StageCalls,
  items: readonly StageItem[],
  ids: readonly string[],
): Promise<TargetOutput['Failed']> {
  const { target, targetParameters = {} } = calls.pipe;
  const kind = targetKind(target);
  const batch = batchTargets[kind];
  if (batch) return batch(calls, items);
  if (kind === 'function') {
    const isAsync = targetParameters.LambdaFunctionParameters?.InvocationType === 'FIRE_AND_FORGET';
    return failedIn(await invokeFunction(calls, target, items, isAsync), ids);
  }
  if (kind === 'machine') {
    const isAsync = targetParameters.StepFunctionStateMachineParameters?.InvocationType === 'FIRE_AND_FORGET';
    return failedIn(await runMachine(calls, target, items, isAsync), ids);
  }
  const http = targetParameters.HttpParameters ?? {};
  for (const item of items) await (kind === 'api' ? askApi : askDestination)(calls, target, item, http);
  return [];
}

/**
 * What an answer of the documented form names. Targets answer what they like: any other form is none.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html#pipes-partial-batch-failure
 */
function failedIn(answer: string | undefined, ids: readonly string[]): TargetOutput['Failed'] {
  const value = answer === undefined ? undefined : parseJson(answer);
  if (!isJsonObject(value) || !Array.isArray(value.batchItemFailures)) return [];
  const failed = value.batchItemFailures.map((item: { readonly itemIdentifier?: unknown } | null) =>
    ids.indexOf(String(item?.itemIdentifier)),
  );
  return failed.includes(-1) ? 'all' : failed;
}
