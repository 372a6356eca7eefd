import { parseJson } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { enrichmentKind } from '../settings/arn-kinds.ts';
import { findPipe } from '../settings/describe-pipe.ts';
import type { PipeRecord, PipesState } from '../state.ts';
import { sourceEvent } from '../transform/pipe-event.ts';
import { invokeFunction, runMachine } from './compute-calls.ts';
import { askApi, askDestination } from './http-calls.ts';
import { roleCaller } from './role-caller.ts';
import type { StageCalls, StageItem, StageRuntime } from './stage.ts';
import { transformed } from './transformed.ts';

interface EnrichmentInput {
  /** The name of a pipe. */
  readonly Pipe: string;
  /** In which execution, for the log. */
  readonly Execution: string;
  /** Records of the source, as JSON. */
  readonly Events: readonly string[];
}

/** The stage between source and target, as an operation of its own: faults and the journal see it. */
export const runEnrichment: Operation<
  EnrichmentInput,
  { Events: readonly string[] },
  PipesState,
  StageRuntime
> = async (state, { Pipe, Execution, Events }, context) => {
  const pipe = findPipe(state, Pipe);
  const log = context.runtime.logs.of(pipe, Execution);
  const template = pipe.enrichmentParameters?.InputTemplate;
  const items = log.transformation('ENRICHMENT', template, () =>
    transformed(Events.map(sourceEvent), template, pipe, context.clock.now()),
  );
  const calls = { pipe, context, caller: roleCaller(pipe) };
  const answer = await log.invocation('ENRICHMENT', items, () => ask(calls, pipe, items));
  return { Events: eventsIn(answer) };
};

async function ask(
  calls: StageCalls,
  { enrichment = '', enrichmentParameters }: PipeRecord,
  items: readonly StageItem[],
) {
  const kind = enrichmentKind(enrichment);
  if (kind === 'function') return (await invokeFunction(calls, enrichment, items, false)) ?? '';
  if (kind === 'machine') return (await runMachine(calls, enrichment, items, false)) ?? '';
  const [item] = items;
  if (!item) return '';
  const http = enrichmentParameters?.HttpParameters ?? {};
  return kind === 'api' ? askApi(calls, enrichment, item, http) : askDestination(calls, enrichment, item, http);
}

/**
 * What goes on to the target: each element of a list, or the answer as a whole. Nothing goes on of an empty answer (`""`,
 * `{}`, `[]`). https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html
 */
function eventsIn(answer: string): readonly string[] {
  const value = parseJson(answer);
  if (value === undefined) return answer === '' ? [] : [answer];
  if (Array.isArray(value)) return value.map(textOf);
  const isEmpty = value === '' || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return isEmpty ? [] : [textOf(value)];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
