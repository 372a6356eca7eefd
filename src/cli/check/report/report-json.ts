import type { Checked } from '../check-project.ts';
import { verdicts } from '../finding.ts';

/** For programs: how much there is of each verdict, and then all of it, in one line. */
export function reportJson(checked: Checked): string {
  const count = (wanted: string) => checked.findings.filter(({ verdict }) => verdict === wanted).length;
  const summary = Object.fromEntries(verdicts.map((verdict) => [verdict, count(verdict)]));
  return JSON.stringify({ summary, ...checked });
}
