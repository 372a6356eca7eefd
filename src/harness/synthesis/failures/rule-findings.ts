import { type ExplainedFailure, type FailureOutput, failureMessage, pathOf, shownPath } from './explained-failure.ts';
import { excerptOf } from './source-excerpt.ts';

/** As the CDK reports what its plugins refuse, cdk-nag among them: place, rule, construct, name. */
const findings = /^(?:file:(\S.*?):(\d+):(\d+)\n)?ERROR (.+)\n {3}(\S+) \S+\n {3}Acknowledge with '(?:.*?::)?(.+?)'$/gm;

/** What the rules that an app checks itself by have found. */
export function readRuleFindings({ text, directory, readSource }: FailureOutput): ExplainedFailure | undefined {
  const found = [...text.matchAll(findings)].map(([, name, line, column, message = '', construct, rule]) => ({
    ...(name !== undefined && {
      path: pathOf(name, directory),
      file: shownPath(name, directory),
      line: Number(line),
      column: Number(column),
    }),
    // The plugin's name, at the end, is in the rule's.
    headline: `${construct}: ${message.replace(/ \(\w+\)$/, '')} [${rule}]`,
  }));
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const { path, ...failure } = first;
  const source = path === undefined ? undefined : readSource(path);
  return {
    ...failure,
    excerpt: first.line === undefined ? undefined : excerptOf(source, first.line, first.column),
    hint: 'Mend the construct, or acknowledge the rule there.',
    others: others.map(({ path: _, ...other }) => failureMessage(other)),
  };
}
