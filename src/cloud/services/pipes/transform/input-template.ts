import { AwsError } from '../../../kernel/errors.ts';
import { type JsonPath, readPath, valueAt } from './json-paths.ts';
import type { PipeEvent } from './pipe-event.ts';

/** A piece of a template. `isQuoted`: the variable stands inside of a JSON text. */
type Part =
  | { readonly text: string }
  | { readonly variable: string; readonly path: JsonPath | undefined; readonly isQuoted: boolean };

/** An InputTemplate, read. */
export interface Template {
  readonly parts: readonly Part[];
  /** Whether it makes JSON: texts get quotes where they have none. Free text and a single path are taken as they are. */
  readonly isJson: boolean;
  /** Variables of AWS's namespace that do not exist. */
  readonly unknown: readonly string[];
}

/** What reserved variables stand for. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html */
export interface ReservedValues {
  readonly 'aws.pipes.pipe-arn': string;
  readonly 'aws.pipes.pipe-name': string;
  readonly 'aws.pipes.source-arn': string;
  readonly 'aws.pipes.enrichment-arn': string | undefined;
  readonly 'aws.pipes.target-arn': string;
  readonly 'aws.pipes.event.ingestion-time': string;
}

const reserved: ReadonlySet<string> = new Set([
  'aws.pipes.pipe-arn',
  'aws.pipes.pipe-name',
  'aws.pipes.source-arn',
  'aws.pipes.enrichment-arn',
  'aws.pipes.target-arn',
  'aws.pipes.event.ingestion-time',
  'aws.pipes.event',
  'aws.pipes.event.json',
]);

/** No `<` inside, so that the search for the end never begins twice at one place. */
const placeholder = /<(\$[^<>]*|aws\.pipes\.[\w.-]*)>/g;
/** AWS: what a target may get, by the largest of them. */
const outputCharactersMax = 6_291_456;

/** Reads a template; every text is one. */
export function readTemplate(text: string): Template {
  const parts: Part[] = [];
  const unknown: string[] = [];
  const isJson = /^\s*[{["]/.test(text);
  let isQuoted = false;
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    const variable = match[1] ?? '';
    const path = readPath(variable);
    const isOurs = reserved.has(variable);
    if (!path && !isOurs) {
      // A path that cannot be read stays as it is: AWS checks none.
      if (!variable.startsWith('$')) unknown.push(variable);
      continue;
    }
    const before = text.slice(end, match.index);
    if (isJson) isQuoted = endsQuoted(before, isQuoted);
    if (before !== '') parts.push({ text: before });
    parts.push({ variable, path, isQuoted });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return { parts, isJson, unknown };
}

/** Whether a JSON text is open at the end. */
function endsQuoted(text: string, isQuoted: boolean): boolean {
  let isOpen = isQuoted;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') isOpen = !isOpen;
  }
  return isOpen;
}

/** What a template makes of an event. Throws where that is more than any target takes. */
export function render(template: Template, event: PipeEvent, values: ReservedValues): string {
  let length = 0;
  const texts = template.parts.map((part) => {
    const text = 'text' in part ? part.text : written(variableIn(part, event, values), part.isQuoted, template.isJson);
    length += text.length;
    if (length > outputCharactersMax) {
      throw new AwsError(
        'TransformationFailed',
        `The transformed input is longer than ${outputCharactersMax} characters.`,
      );
    }
    return text;
  });
  return texts.join('');
}

/** JSON that goes into the output as it is. */
class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function variableIn({ variable, path }: Extract<Part, { variable: string }>, event: PipeEvent, values: ReservedValues) {
  if (path) return valueAt(event.value, path);
  if (variable === 'aws.pipes.event') {
    return typeof event.value === 'string' && !event.isJson ? event.text : new JsonText(event.text);
  }
  if (variable === 'aws.pipes.event.json') return event.isJson ? event.value : undefined;
  return values[variable as keyof ReservedValues];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html#input-transform-issues */
function written(value: unknown, isQuoted: boolean, isJson: boolean): string {
  if (value === undefined) return isJson && !isQuoted ? '""' : '';
  if (typeof value === 'string') {
    if (!isJson) return value;
    const text = JSON.stringify(value);
    return isQuoted ? text.slice(1, -1) : text;
  }
  const text = value instanceof JsonText ? value.text : JSON.stringify(value);
  // A structure within a text loses its quotes, so that the text stays one.
  return isQuoted ? text.replaceAll('"', '').replaceAll('\\', '\\\\') : text;
}
