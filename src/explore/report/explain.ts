import { inspect } from 'node:util';
import { shortOf, type Verdict } from '../judge/verdict.ts';
import type { Run } from '../run/run.ts';
import { renderTimeline } from './timeline.ts';

const shown = (value: unknown): string => inspect(value, { depth: 6, breakLength: 160, maxStringLength: 400 });

/** A verdict with everything that explains it: what, why, when, and how to see it again. */
export function explain(
  title: string,
  { run, verdict, token }: { readonly run: Run; readonly verdict: Verdict; readonly token?: string },
): string {
  const answers = run.outcomes.map(({ client, tries, durationMs }) => {
    const told = tries.map(({ status, error }) => status ?? error).join(', ');
    return `${run.outcomes.length > 1 ? `client ${client}` : 'client'} saw ${told} (${(durationMs / 1000).toFixed(1)} s)`;
  });
  const lines = [`✗ ${title}   ${shortOf(verdict)}: ${answers.join('; ')}`];
  for (const { what, why, oracle } of verdict.violations) {
    lines.push(`  ${what}   [${oracle}]`);
    if (why) lines.push(`  why: ${why}`);
  }
  const { input } = run.plan;
  if (input) lines.push(`  input: ${shown(run.input)}   [seed ${input.seed}, path ${input.path}]`);
  lines.push(renderTimeline(run));
  if (verdict.difference.length > 0) {
    lines.push('  state against the fault-free run:');
    for (const { group, missing, extra } of verdict.difference) {
      for (const row of missing) lines.push(`    − ${group}: ${row}`);
      for (const row of extra) lines.push(`    + ${group}: ${row}`);
    }
  }
  if (token !== undefined) lines.push(`  replay: squall explore <file> --replay ${token}`);
  return lines.join('\n');
}
