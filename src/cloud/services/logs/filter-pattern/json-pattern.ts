import { parseJson } from '../../../kernel/json.ts';
import { invalidPattern } from '../errors.ts';
import { ExpressionParser } from './expression.ts';
import type { FilterPattern } from './match.ts';

/** `$.a.b`, `$.list[0].id`, `$.list[*]`, `$.['a.b']` */
const selectorPattern = /\$(?:\.?\[(?:\d+|\*|'[^']+'|"[^"]+")\]|\.[\w-]+)+/;

/** `{ $.level = "ERROR" && ($.latency > 100 || $.retry IS TRUE) }` */
export function compileJsonPattern(pattern: string): FilterPattern {
  if (!pattern.endsWith('}')) throw invalidPattern('missing }');
  const parser = new ExpressionParser(pattern.slice(1, -1), selectorPattern);
  const holds = parser.parse();
  const paths = new Map(parser.selectors.map((selector) => [selector, pathOf(selector)]));
  return {
    selectors: parser.selectors,
    match(message) {
      const document = parseDocument(message);
      if (document === undefined) return undefined;
      if (!holds((selector) => read(document, paths.get(selector) ?? []))) return undefined;
      return { valueOf: (selector) => textOf(read(document, pathOf(selector))) };
    },
  };
}

/** Most events are not JSON; looking at the first character spares them the parser. */
function parseDocument(message: string): unknown {
  const text = message.trimStart();
  return text.startsWith('{') ? parseJson(text) : undefined;
}

type Step = string | number;

function pathOf(selector: string): Step[] {
  const steps = selector.matchAll(/\[(\d+|\*)\]|\['([^']+)'\]|\["([^"]+)"\]|\.([\w-]+)/g);
  return [...steps].map(([, index, single, double, name]) =>
    index === undefined || index === '*' ? (single ?? double ?? name ?? '*') : Number(index),
  );
}

function read(document: unknown, path: readonly Step[]): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (step === '*' && Array.isArray(value)) {
      value = value[0];
      continue;
    }
    const container = value as Readonly<Record<Step, unknown>>;
    if (!Object.hasOwn(container, step)) return undefined;
    value = container[step];
  }
  return value;
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
