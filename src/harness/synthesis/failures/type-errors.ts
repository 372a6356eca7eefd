import { type ExplainedFailure, type FailureOutput, failureMessage, pathOf, shownPath } from './explained-failure.ts';
import { isPackage, missingPackageHint } from './missing-modules.ts';
import { excerptOf } from './source-excerpt.ts';

/** `stack.ts(1,7): error TS2322: …` for programs, `stack.ts:1:7 - error TS2322: …` for people. */
const diagnostics = /^(\S.*?)(?:\((\d+),(\d+)\):|:(\d+):(\d+) -) error TS(\d+): (.*)$/gm;

/** Errors of TypeScript's compiler, printed by itself or by ts-node. */
export function readTypeErrors({ text, directory, readSource }: FailureOutput): ExplainedFailure | undefined {
  const found = [...text.matchAll(diagnostics)].map(
    ([, name = '', plainLine, plainColumn, prettyLine, prettyColumn, code, message]) => ({
      path: pathOf(name, directory),
      file: shownPath(name, directory),
      line: Number(plainLine ?? prettyLine),
      column: Number(plainColumn ?? prettyColumn),
      headline: `${message} (TS${code})`,
    }),
  );
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const { path, ...failure } = first;
  const missing = /^Cannot find module '(.+?)'/.exec(first.headline)?.[1];
  return {
    ...failure,
    excerpt: excerptOf(readSource(path), first.line, first.column),
    hint: missing !== undefined && isPackage(missing) ? missingPackageHint(missing) : undefined,
    others: others.map(({ path: _, ...other }) => failureMessage(other)),
  };
}
