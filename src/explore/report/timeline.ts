import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';

/** One line of a timeline: who called what, and what came of it. */
export interface TimelineLine {
  /** Virtual milliseconds since the run began. */
  readonly ms: number;
  /** Lanes from → to. */
  readonly from: string;
  readonly to: string;
  readonly what: string;
  readonly note: string;
  readonly isInjected: boolean;
}

/** What happened in a run, in order: calls as they were let through, and their answers where these say something. */
export function timelineOf(run: Run): TimelineLine[] {
  const startMs = run.boundaryCalls[0]?.arrivedMs ?? 0;
  const lines: TimelineLine[] = [];
  const released = [...run.boundaryCalls].sort((a, b) => (a.releasedAs ?? Infinity) - (b.releasedAs ?? Infinity));
  for (const boundaryCall of released) {
    lines.push({
      ms: (boundaryCall.releasedMs ?? boundaryCall.arrivedMs) - startMs,
      from: boundaryCall.from,
      to: boundaryCall.to,
      what: `${callOf(boundaryCall)}${boundaryCall.attempt > 1 ? ` @${boundaryCall.attempt}` : ''}`,
      note: noteOf(boundaryCall),
      isInjected: boundaryCall.fault !== undefined,
    });
  }
  for (const outcome of run.outcomes) {
    for (const [index, each] of outcome.tries.entries()) {
      lines.push({
        ms: each.endMs,
        from: 'answer',
        to: run.outcomes.length > 1 ? `client ${outcome.client}` : 'client',
        what: `try ${index + 1}`,
        note: String(each.status ?? each.error),
        isInjected: false,
      });
    }
  }
  return lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => a.line.ms - b.line.ms || a.index - b.index)
    .map(({ line }) => line);
}

export const callOf = ({ point }: BoundaryCall): string => (point.split(' > ').at(-1) ?? point).replace(/#1$/, '');

export function noteOf({ status, code, fault, faultName, applied }: BoundaryCall): string {
  const faultNotes: Readonly<Record<string, string>> = {
    lost: 'applied, answer lost',
    hangAfter: 'applied, no answer comes',
    hang: 'not applied, no answer comes',
    reset: 'not applied, connection reset',
    crashBefore: 'not applied, the function dies',
    crashAfter: 'applied, the function dies',
    duplicate: 'applied twice',
    stale: 'reads what was there before',
    partial: 'applied for a part',
  };
  const told = fault ? faultNotes[fault.kind] : faultName === 'malformed' ? 'applied, half a body comes' : faultName;
  const plain =
    status === 'pending' ? 'never answered' : status === 'none' ? 'no answer' : (code ?? (applied ? 'ok' : ''));
  return told ?? plain;
}

/** The timeline as text, lanes in front. */
export function renderTimeline(run: Run): string {
  const lines = timelineOf(run);
  const width = Math.max(...lines.map(({ from, to }) => from.length + to.length + 3), 0);
  return lines
    .map(({ ms, from, to, what, note, isInjected }) => {
      const lanes = `${from} → ${to}`.padEnd(width);
      return `  t=${(ms / 1000).toFixed(3)}  ${lanes}  ${what}  ${note}${isInjected ? '   ← injected' : ''}`;
    })
    .join('\n');
}
