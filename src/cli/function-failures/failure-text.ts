import { paintError } from '../paint.ts';
import type { DescribedFailure } from './describe-failure.ts';
import type { FailureFrame } from './failure-frames.ts';

const framesMax = 8;

/** A line that says which function failed and what for. */
export function failureHeadline({ time, function: name, cause }: DescribedFailure): string {
  const what = cause === undefined ? '' : ` at ${cause}`;
  return `${paintError.dim(time.slice(11, 23))} ${paintError.red('✗')} ${paintError.bold(name)} failed${what}`;
}

/** All that is told of a failure the first time. */
export function failureText(failure: DescribedFailure): string {
  const { errorType, errorMessage, frames, excerpt } = failure;
  return [
    failureHeadline(failure),
    `  ${paintError.red(errorType)}: ${errorMessage.replaceAll('\n', '\n  ')}`,
    ...frames.slice(0, framesMax).map(frameLine),
    ...(excerpt === undefined ? [] : ['', excerpt]),
    '',
  ].join('\n');
}

function frameLine({ name, file, line, column, isOwn }: FailureFrame): string {
  const place = column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
  const text = `    at ${name === undefined ? place : `${name} (${place})`}`;
  return isOwn ? text : paintError.dim(text);
}

/** Said once: what makes frames of bundles readable. */
export const sourceMapHint = paintError.dim(
  '  Its bundle has no source map: with bundling: { sourceMap: true } (in SAM, Sourcemap: true) the stack names your sources.\n',
);
