import { paint } from '../../paint.ts';
import type { Checked } from '../check-project.ts';
import { type Finding, isBad, type Subject, type Verdict, verdicts } from '../finding.ts';

const colours: Readonly<Record<Verdict, (text: string) => string>> = {
  emulated: paint.green,
  'stored only': paint.yellow,
  refused: paint.red,
  unknown: paint.red,
};

/** Rows of the table. */
const subjects: Readonly<Record<Subject, string>> = {
  resource: 'resources',
  property: 'properties',
  attribute: 'attributes',
  event: 'events',
  call: 'SDK calls',
  setting: 'settings',
};

/** For people: a line for each finding, a table of what was found, and what it comes to. */
export function reportText(checked: Checked, { isWhole }: { readonly isWhole: boolean }): string {
  const { findings, unreadable, notes } = checked;
  const shown = isWhole ? findings : findings.filter(({ verdict }) => verdict !== 'emulated');
  return [
    ...unreadable.flatMap(({ file, line, message, text }) => [
      `${paint.bold(`${file}:${line}`)}  ${paint.red('unreadable')}  ${message}`,
      `    ${paint.dim(text)}`,
    ]),
    ...verdicts.toReversed().flatMap((verdict) => shown.filter((finding) => finding.verdict === verdict).map(lineOf)),
    ...notes.map(({ file, line, message }) => `${file}:${line}  ${paint.dim('not judged')}  ${message}`),
    ...(shown.length + unreadable.length + notes.length > 0 ? [''] : []),
    ...table(findings),
    summaryOf(checked),
  ].join('\n');
}

function lineOf({ verdict, what, name, reason, file, line }: Finding): string {
  // A finding is one line, whatever a service's complaint is.
  const tail = reason === undefined ? '' : `: ${reason.replace(/\s*\n\s*/g, ' ')}`;
  return `${paint.bold(`${file}:${line}`)}  ${colours[verdict](verdict)}  ${what}${name === undefined ? '' : paint.dim(` (${name})`)}${tail}`;
}

function table(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const rows = (Object.keys(subjects) as Subject[]).flatMap((subject) => {
    const ofSubject = findings.filter((finding) => finding.subject === subject);
    if (ofSubject.length === 0) return [];
    const counts = verdicts.map((verdict) => countOf(ofSubject, verdict));
    return [`${subjects[subject].padEnd(12)}${counts.join('')}`];
  });
  const head = `${' '.repeat(12)}${verdicts.map((verdict) => paint.dim(verdict.padStart(13))).join('')}`;
  return [head, ...rows, ''];
}

function countOf(findings: readonly Finding[], verdict: Verdict): string {
  const count = findings.filter((finding) => finding.verdict === verdict).length;
  const text = String(count).padStart(13);
  return count === 0 ? paint.dim(text) : colours[verdict](text);
}

/** The last line: whether it works. */
export function summaryOf({ findings, unreadable }: Checked): string {
  const bad = findings.filter(isBad).length;
  const stored = findings.filter(({ verdict }) => verdict === 'stored only').length;
  if (unreadable.length > 0)
    return paint.red(`✗ ${counted(unreadable.length, 'file')} cannot be read, so that the answer is not whole.`);
  if (findings.length === 0) return paint.yellow('Nothing was found that uses AWS.');
  if (bad > 0) return paint.red(`✗ ${bad} of ${counted(findings.length, 'thing')} would fail on Squall.`);
  const kept = stored === 0 ? '' : ` ${stored} of them ${stored === 1 ? 'is' : 'are'} kept without effect.`;
  return `${paint.green('✓')} ${findings.length === 1 ? 'The one thing' : `All ${findings.length} things`} that the project uses ${findings.length === 1 ? 'is' : 'are'} here.${kept}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
