import type { BusEvent } from '../dispatch/bus-event.ts';
import { valueAt } from './json-path.ts';

/** What a template may name beside its own variables. */
export const reservedNames: readonly string[] = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

const placeholder = /<([A-Za-z0-9_.-]+)>/g;

/** The names of a template's placeholders. */
export const placeholdersIn = (template: string): readonly string[] =>
  Array.from(template.matchAll(placeholder), ([, name = '']) => name);

/** Who asks, and when the event came. */
export interface Occasion {
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestedMs: number;
}

/** A template with the paths of its variables. */
export interface Transformer {
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
}

/**
 * What a target gets. A variable that stands for itself becomes JSON: texts are quoted, structures are whole. Within a
 * quoted text it becomes part of the text: structures lose their quotes. What the event has not got is empty.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformInput({ paths, template }: Transformer, event: BusEvent, occasion: Occasion): string {
  const quoted = quotedPlaces(template);
  return template.replace(placeholder, (whole, name: string, offset: number) => {
    const isVariable = Object.hasOwn(paths, name);
    if (!isVariable && !reservedNames.includes(name)) return whole;
    const value = isVariable ? valueAt(event, paths[name] ?? '') : reserved(name, event, occasion);
    return quoted(offset) ? withinText(value) : JSON.stringify(value === undefined ? '' : value);
  });
}

function reserved(name: string, event: BusEvent, { ruleArn, ruleName, ingestedMs }: Occasion): unknown {
  if (name === 'aws.events.rule-arn') return ruleArn;
  if (name === 'aws.events.rule-name') return ruleName;
  if (name === 'aws.events.event.ingestion-time') return `${new Date(ingestedMs).toISOString()}`;
  if (name === 'aws.events.event.json') return event;
  const { detail: _detail, ...head } = event;
  return head;
}

function withinText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value).replace(/\\?"|\\./g, (part) => (part.endsWith('"') ? '' : part));
}

/** Tells of an offset whether it is between the quotes of a text. Asked from left to right. */
function quotedPlaces(template: string): (offset: number) => boolean {
  let at = 0;
  let isQuoted = false;
  return (offset) => {
    for (; at < offset; at += 1) {
      const character = template[at];
      if (isQuoted && character === '\\') at += 1;
      else if (character === '"') isQuoted = !isQuoted;
    }
    return isQuoted;
  };
}

/**
 * Whether a template is one that AWS takes: JSON once its variables have values, or lines of quoted texts.
 */
export function isTemplate(template: string): boolean {
  const quoted = quotedPlaces(template);
  const filled = template.replace(placeholder, (_whole, _name, offset: number) => (quoted(offset) ? 'x' : '"x"'));
  return isJson(filled) || filled.split('\n').every((line) => line.trim() === '' || isJson(line));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
