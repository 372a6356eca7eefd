import type { Mutant } from './mutants.ts';

export type Fate = 'killed' | 'timed out' | 'survived';

/** A survivor that is known, and why no test has to notice it. */
export interface Accepted {
  readonly file: string;
  readonly kind: string;
  /** Without it, every mutant of the kind in this line is meant. */
  readonly original: string;
  readonly reason: string;
}

export interface Judged {
  readonly mutant: Mutant;
  readonly fate: Fate;
  /** Of a survivor that is known. */
  readonly reason: string | undefined;
}

export interface Score {
  readonly path: string;
  readonly mutants: number;
  /** Those whose tests never ended among them. */
  readonly killed: number;
  readonly killedPercent: number;
  readonly survivors: readonly {
    readonly place: string;
    readonly kind: string;
    readonly original: string;
    readonly replacement: string;
    readonly reason: string | undefined;
  }[];
}

export const acceptedBy = (accepted: readonly Accepted[], mutant: Mutant): Accepted | undefined =>
  accepted.find(
    ({ file, kind, original }) => file === mutant.file && kind === mutant.kind && original === mutant.original,
  );

/** Survivors with a reason are survivors all the same: what they cost is seen in the percentage. */
export function scoreOf({ path, judged }: { readonly path: string; readonly judged: readonly Judged[] }): Score {
  const survivors = judged.filter(({ fate }) => fate === 'survived');
  const killed = judged.length - survivors.length;
  return {
    path,
    mutants: judged.length,
    killed,
    killedPercent: Math.round((killed / Math.max(1, judged.length)) * 1000) / 10,
    survivors: survivors.map(({ mutant: { file, line, kind, original, replacement }, reason }) => ({
      place: `${file}:${line}`,
      kind,
      original,
      replacement,
      reason,
    })),
  };
}

export function summaryOf(scores: readonly Score[]): string {
  const lines = scores.flatMap(({ path, mutants, killed, killedPercent, survivors }) => [
    '',
    `${path}: ${killed} of ${mutants} killed (${killedPercent} %)`,
    ...survivors.map(
      ({ place, kind, original, replacement, reason }) =>
        `  ${place} ${kind}: ${oneLine(original)} → ${oneLine(replacement)}${reason === undefined ? '' : ` (${reason})`}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 80);
