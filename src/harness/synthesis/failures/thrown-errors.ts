import { type ExplainedFailure, type FailureOutput, isProjectCode, pathOf, shownPath } from './explained-failure.ts';
import { excerptOf, sourceExcerpt } from './source-excerpt.ts';
import { parseFrame } from './stack-frames.ts';

/** What `npm init -y` leaves behind: a project of CommonJS, in which Node reads TypeScript's `import` as a mistake. */
const asModuleHint =
  'The package.json says that the project is CommonJS, as npm init writes it. Say type=module (npm pkg set type=module), or run the app by tsx: "app": "npx tsx app.ts" in cdk.json.';

const unsupportedSyntaxHint =
  'Node only leaves types out. Say it in plain JavaScript, or run the app by tsx: "app": "npx tsx app.ts" in cdk.json.';

const messageLinesMax = 8;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
  readonly excerpt: string | undefined;
}

/** An error that nobody caught, as Node prints it: the line, the message, the stack. */
export function readThrownError(output: FailureOutput): ExplainedFailure | undefined {
  const { lines } = output;
  const start = lines.findLastIndex((line) => headPattern.test(line));
  if (start === -1) return undefined;
  const length = lines.slice(start).findIndex((line) => isStack.test(line));
  const end = length === -1 ? lines.length : start + length;
  const message = lines.slice(start, end).join('\n').trim().split('\n').slice(0, messageLinesMax);
  const place = frameIn(output, end) ?? quoteBefore(output, start);
  const construct = constructIn(lines.slice(end));
  // Without a place, the last lines that were printed say more: of other languages than JavaScript, say.
  if (!place && construct === undefined) return undefined;
  const headline = message.join('\n').replace(headPattern, (head) => shownHead(head));
  return {
    headline: construct === undefined ? headline : `${construct}: ${headline}`,
    ...place,
    hint: hintOf(output.text),
  };
}

/** `TypeError: …`, `Error [ERR_…]: …`, and the CDK's `«NonFifoQueueName» …`. */
const headPattern = /^(?:\[?«\w+» |(?:Uncaught )?[\w.]*(?:Error|Exception)(?: \[\w+\])?: )/;
const isStack = /^\s+(?:at |\.\.\.|\(no user code)|^Relates to construct:|^Require stack:|^Node\.js v/;

/** The name of an error says something unless it is the one that all have, or a code of the CDK's. */
const shownHead = (head: string): string =>
  /^(?:\[?«|(?:Uncaught )?(?:Error|ValidationError)\b)/.test(head) ? '' : head.replace(/ \[\w+\]/, '');

/** The first frame inside the project. */
function frameIn({ lines, directory, readSource }: FailureOutput, from: number): Place | undefined {
  for (const text of lines.slice(from)) {
    const frame = parseFrame(text);
    if (!frame || !isProjectCode(frame.file)) continue;
    const { line, column } = frame;
    const source = readSource(pathOf(frame.file, directory));
    return { file: shownPath(frame.file, directory), line, column, excerpt: excerptOf(source, line, column) };
  }
  return undefined;
}

/** Node quotes the line above the message: all that syntax errors have. */
function quoteBefore({ lines, directory }: FailureOutput, before: number): Place | undefined {
  const start = lines.slice(0, before).findLastIndex((line) => /^(?:file:|\/|[A-Za-z]:[\\/]).*:\d+$/.test(line));
  const [, name, number] = /^(.*):(\d+)$/.exec(lines[start] ?? '') ?? [];
  const caret = lines.findIndex((text, index) => index > start + 1 && index <= before && /^\s*\^+$/.test(text));
  if (name === undefined || !isProjectCode(name) || caret === -1) return undefined;
  const lineText = lines[caret - 1] ?? '';
  const marks = lines[caret] ?? '';
  const line = Number(number);
  const column = marks.indexOf('^') + 1;
  const excerpt = sourceExcerpt({ lineText, line, column, length: marks.trim().length });
  return { file: shownPath(name, directory), line, column, excerpt };
}

/** `Shop/Jobs`, of the tree that newer versions of the CDK draw, or of the `at path [Shop/Jobs]` of older ones. */
function constructIn(lines: readonly string[]): string | undefined {
  const told = lines.map((line) => /^\s+at path \[(.+?)\] in /.exec(line)?.[1]).find((path) => path !== undefined);
  if (told !== undefined) return told;
  const start = lines.indexOf('Relates to construct:');
  if (start === -1) return undefined;
  const names: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const name = /^ *(?:└─ )?(.+?) \(\S+\)\]?$/.exec(line)?.[1];
    if (name === undefined) break;
    if (name !== '<.>') names.push(name);
  }
  return names.length > 0 ? names.join('/') : undefined;
}

function hintOf(text: string): string | undefined {
  if (/Cannot use import statement outside a module/.test(text)) return asModuleHint;
  return /ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX/.test(text) ? unsupportedSyntaxHint : undefined;
}
