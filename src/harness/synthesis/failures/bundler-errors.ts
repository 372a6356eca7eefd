import { synthesisFailed } from '../synthesis-failed.ts';
import { type ExplainedFailure, type FailureOutput, failureMessage, shownPath } from './explained-failure.ts';
import { isPackage, missingPackageHint } from './missing-modules.ts';
import { sourceExcerpt } from './source-excerpt.ts';

/** An error as esbuild's API tells it. */
export interface BundlerMessage {
  readonly text: string;
  readonly location?: BundlerLocation | null | undefined;
}

interface BundlerLocation {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 0, in bytes. */
  readonly column: number;
  readonly length?: number;
  readonly lineText: string;
}

/** What a bundler's errors say, as the error that a failed synthesis throws. */
export function explainBundlerMessages(
  messages: readonly BundlerMessage[],
  directory: string = process.cwd(),
): ReturnType<typeof synthesisFailed> {
  const failure = explainMessages(messages, directory) ?? { headline: 'The bundler failed without a word.' };
  return synthesisFailed(failureMessage(failure), failure.hint ?? 'Mend it and save again.');
}

/** What esbuild printed as a program. */
export function readBundlerErrors({ text, directory }: FailureOutput): ExplainedFailure | undefined {
  const errors = [
    ...text.matchAll(/^(?:✘|X) \[ERROR\] (.*)\n(?:\n {4}(\S.*?):(\d+):(\d+):\n +\d+ [│|] ?(.*)\n +[╵'] ?(.*))?/gm),
  ];
  const messages = errors.map(([, message = '', file, line, column, lineText = '', marks = '']): BundlerMessage => {
    if (file === undefined) return { text: message };
    const length = /[~^]+/.exec(marks)?.[0].length ?? 1;
    return { text: message, location: { file, line: Number(line), column: Number(column), length, lineText } };
  });
  return explainMessages(messages, directory);
}

/** What esbuild's API puts into the message that it throws, by which tsx fails: it has no line, which is read. */
export function readTransformErrors({ text, directory, readSource }: FailureOutput): ExplainedFailure | undefined {
  const messages = [...text.matchAll(/^(\S.*?):(\d+):(\d+): ERROR: (.*)$/gm)].map(
    ([, file = '', line, column, message = '']): BundlerMessage => {
      const lineText = readSource(file)?.split(/\r?\n/)[Number(line) - 1] ?? '';
      return { text: message, location: { file, line: Number(line), column: Number(column), lineText } };
    },
  );
  return explainMessages(messages, directory);
}

function explainMessages(messages: readonly BundlerMessage[], directory: string): ExplainedFailure | undefined {
  const [first, ...others] = messages;
  if (first === undefined) return undefined;
  return {
    headline: first.text,
    ...placeOf(first.location, directory),
    hint: hintOf(messages),
    others: others.map((message) => failureMessage({ headline: message.text, ...nameOf(message.location, directory) })),
  };
}

function nameOf(location: BundlerMessage['location'], directory: string) {
  if (!location) return {};
  const { file, line, lineText } = location;
  return { file: shownPath(file, directory), line, column: characterOf(location, lineText) };
}

function placeOf(location: BundlerMessage['location'], directory: string) {
  if (!location) return {};
  const { line, lineText, length } = location;
  const column = characterOf(location, lineText);
  return {
    ...nameOf(location, directory),
    excerpt: lineText === '' ? undefined : sourceExcerpt({ lineText, line, column, length }),
  };
}

/** esbuild counts bytes. */
const characterOf = ({ column }: BundlerLocation, lineText: string): number =>
  Buffer.from(lineText).byteLength >= column
    ? Buffer.from(lineText).subarray(0, column).toString().length + 1
    : column + 1;

function hintOf(messages: readonly BundlerMessage[]): string | undefined {
  for (const { text } of messages) {
    const name = /^Could not resolve "(.+)"$/.exec(text)?.[1];
    if (name !== undefined && isPackage(name)) return missingPackageHint(name);
  }
  return undefined;
}
