import type { Exploration } from '../exploration.ts';
import { shortOf } from '../judge/verdict.ts';
import { tellIncomplete, tellSearch } from '../search/searched.ts';
import { explain } from './explain.ts';

interface TestCase {
  readonly name: string;
  /** The first line, and all of it. */
  readonly failure?: readonly [message: string, text: string];
  readonly skipped?: string;
  readonly output?: string;
}

/** A suite of a JUnit file for a scenario: a case for each cell, and one for each search. */
export function junitSuite(exploration: Exploration, acceptedAs: (title: string) => string | undefined): string {
  const { name, scenario, faultFree, results, searched } = exploration;
  const cases: TestCase[] = [
    { name: 'without faults', ...failureOf(faultFree.verdict.violations.map(({ code, what }) => `${code}: ${what}`)) },
    ...results.map((result): TestCase => {
      if (result.run.unreached.length > 0) return { name: result.title, skipped: 'the call never came' };
      if (result.verdict.grade !== 'broken') return { name: result.title };
      const reason = acceptedAs(result.title);
      if (reason !== undefined) return { name: result.title, skipped: `accepted: ${reason}` };
      return { name: result.title, failure: [shortOf(result.verdict), explain(result.title, result)] };
    }),
    ...searched.map((each): TestCase => {
      const told = each.broken.map((found) => explain(found.title, found));
      const isCut = !each.isComplete && scenario.allowIncomplete !== true;
      return {
        name: each.kind,
        output: tellSearch(each),
        ...failureOf([...(isCut ? [tellIncomplete(each)] : []), ...told]),
      };
    }),
  ];
  const failures = cases.filter(({ failure }) => failure).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  return [
    `<testsuite name="${xml(name)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}" errors="0">`,
    ...cases.map((each) => caseOf(each, name)),
    '</testsuite>',
  ].join('\n');
}

/** A JUnit file of suites. */
export const junitFile = (suites: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;

const failureOf = (told: readonly string[]): Pick<TestCase, 'failure'> =>
  told[0] === undefined ? {} : { failure: [told[0].split('\n')[0] ?? '', told.join('\n\n')] };

function caseOf({ name, failure, skipped, output }: TestCase, scenario: string): string {
  const inner = [
    failure && `<failure message="${xml(failure[0])}">${xml(failure[1])}</failure>`,
    skipped !== undefined && `<skipped message="${xml(skipped)}"/>`,
    output !== undefined && `<system-out>${xml(output)}</system-out>`,
  ].filter((part) => typeof part === 'string');
  const head = `<testcase classname="${xml(scenario)}" name="${xml(name)}"`;
  return inner.length === 0 ? `${head}/>` : `${head}>${inner.join('')}</testcase>`;
}

/** Characters that XML 1.0 cannot hold are left out. */
const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come through.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
