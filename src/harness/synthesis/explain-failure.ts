import { stripVTControlCharacters } from 'node:util';
import { readBundlerErrors, readTransformErrors } from './failures/bundler-errors.ts';
import {
  type ExplainedFailure,
  type FailureOutput,
  failureMessage,
  type ReadSource,
  readSourceFile,
} from './failures/explained-failure.ts';
import { readMissingModule } from './failures/missing-modules.ts';
import { readRuleFindings } from './failures/rule-findings.ts';
import { readThrownError } from './failures/thrown-errors.ts';
import { readTypeErrors } from './failures/type-errors.ts';

/** In this order: a bundler's error ends in an error of the CDK's, which says less. */
const readers = [
  readBundlerErrors,
  readTransformErrors,
  readTypeErrors,
  readMissingModule,
  readRuleFindings,
  readThrownError,
];

/**
 * Finds in what a failed app printed why it failed and where, in the sources; undefined where nothing is recognised.
 * `directory` is where the app ran, from which files are named.
 */
export function explainFailure(
  printed: string,
  directory: string,
  readSource: ReadSource = readSourceFile,
): ExplainedFailure | undefined {
  const text = stripVTControlCharacters(printed).replaceAll('\r\n', '\n');
  const output: FailureOutput = { text, lines: text.split('\n'), directory, readSource };
  for (const reader of readers) {
    const failure = reader(output);
    if (failure) return failure;
  }
  return undefined;
}

const linesMax = 30;

/**
 * What to tell of a program that failed: message and hint. The failure itself where it is recognised, else the last
 * lines of what it printed, below `heading`.
 */
export function failureTold(printed: string, directory: string, heading: string) {
  const failure = explainFailure(printed, directory);
  if (failure) return { message: failureMessage(failure), hint: failure.hint };
  const tail = printed.trim().split('\n').slice(-linesMax).join('\n');
  return { message: `${heading}:\n${tail}`, hint: undefined };
}
