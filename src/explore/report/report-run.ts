import type { BoundaryCall } from '../run/boundary-call.ts';
import type { RecordedStep } from '../run/recording.ts';
import type { Run } from '../run/run.ts';
import { divergenceOf, releasedOf } from './divergence.ts';
import { type Lanes, lanesOf } from './lanes.ts';
import { marksOf } from './marks.ts';
import type { LaneData, StepData } from './report-data.ts';
import { cut, type Texts } from './texts.ts';
import { callOf, noteOf } from './timeline.ts';

/** What steps of a page are made of. */
export interface StepSources {
  readonly faultFree: Run;
  readonly kindOf: (service: string) => string | undefined;
  readonly texts: Texts;
}

/** Of more lines of one step the rest is left out, which the page says. */
const logsMax = 30;
const inputMax = 600;

/** The steps of a run in order: calls as they were let through, and the answers that clients got. */
export function stepsOf(
  run: Run,
  recorded: readonly RecordedStep[],
  sources: StepSources,
): { readonly lanes: readonly LaneData[]; readonly steps: readonly StepData[] } {
  const lanes = lanesOf(run, sources.kindOf);
  const marks = marksOf(run);
  const divergence = divergenceOf(run, sources.faultFree);
  const startMs = run.boundaryCalls[0]?.arrivedMs ?? 0;
  const records = new Map(recorded.map((step) => [step.boundaryCall.id, step]));
  const calls = releasedOf(run).map((call): StepData => {
    const own = marks.get(call.id);
    const record = records.get(call.id);
    return {
      ms: (call.releasedMs ?? call.arrivedMs) - startMs,
      ...lanes.ends(call),
      what: `${callOf(call)}${call.attempt > 1 ? ` @${call.attempt}` : ''}`,
      note: noteOf(call),
      tone: toneOf(call),
      point: call.point,
      ...(own && { marks: own }),
      ...(divergence?.call === call && { divergence: tellExpected(divergence.expected) }),
      ...inputOf(call, sources.texts),
      ...(record && recordOf(record, sources.texts)),
    };
  });
  const answers = answersOf(run, lanes);
  return {
    lanes: lanes.lanes,
    steps: inOrder([...calls, ...(divergence ? answers : divergingAt(answers, run, sources))]),
  };
}

const inOrder = (steps: readonly StepData[]): StepData[] =>
  steps
    .map((step, index) => ({ step, index }))
    .sort((a, b) => a.step.ms - b.step.ms || a.index - b.index)
    .map(({ step }) => step);

function answersOf({ outcomes }: Run, lanes: Lanes): StepData[] {
  return outcomes.flatMap(({ client, request, tries }) =>
    tries.map(({ endMs, status, error }, index): StepData => {
      const lane = lanes.client(client);
      const isLast = index === tries.length - 1;
      return {
        ms: endMs,
        from: lane,
        to: lane,
        what: `${request}${tries.length > 1 ? ` try ${index + 1}` : ''}`,
        note: `${status ?? error}${isLast || tries.length === 1 ? '' : ', tries again'}`,
        tone: status !== undefined && status < 400 ? 'ok' : 'error',
        isAnswer: true,
      };
    }),
  );
}

const toneOf = ({ status, code, traits }: BoundaryCall): StepData['tone'] =>
  // A function's own error is an answer, too.
  status === 'ok' && !(traits.has('invoke') && code !== undefined)
    ? 'ok'
    : status === 'error' || status === 'ok'
      ? 'error'
      : 'none';

/** Where all calls are those of the fault-free run, the first answer may be another one. */
function divergingAt(answers: readonly StepData[], { outcomes }: Run, { faultFree }: StepSources): StepData[] {
  const seen = new Map<string, number>();
  const expected = outcomes.flatMap(({ client, tries }) => {
    const at = seen.get(client) ?? 0;
    seen.set(client, at + 1);
    const like = faultFree.outcomes[at];
    return tries.map(({ status }) => (like && like.status !== status ? like.status : undefined));
  });
  const first = expected.findIndex((status) => status !== undefined);
  return answers.map((answer, index) =>
    index === first ? { ...answer, divergence: `Without the fault, the client gets ${expected[first]} here.` } : answer,
  );
}

const tellExpected = (expected: BoundaryCall | undefined): string =>
  expected
    ? `Without the fault, ${callOf(expected)} comes here${expected.code ? ` and ends with ${expected.code}` : ''}.`
    : 'Without the fault, nothing more comes here.';

/** Events of functions are the payload of a payload: the call before shows what is in them. */
function inputOf({ traits, payload }: BoundaryCall, texts: Texts): { readonly input?: number } {
  return traits.has('invoke') || payload === '' ? {} : { input: texts.placeOf(cut(payload, inputMax)) };
}

function recordOf({ before, after, logs }: RecordedStep, texts: Texts): Pick<StepData, 'lines' | 'changes'> {
  const told = logs.slice(0, logsMax).map((line) => line.trimEnd());
  if (logs.length > logsMax) told.push(`… and ${logs.length - logsMax} more lines, which are left out here`);
  return {
    ...(told.length > 0 && { lines: told.map((line) => texts.placeOf(line)) }),
    changes: texts.changes(before, after),
  };
}
