import { byCodePoint, pythonJson } from './python-text.ts';
import { isMap, isTruthy } from './values.ts';

const indent = '    ';

/** The lines that Python's `json.dumps` writes with an indent of four and sorted keys. */
export function indentedJson(value: unknown): string[] {
  if (Array.isArray(value) && isTruthy(value)) return block('[', value.map(indentedJson), ']');
  if (!isMap(value) || !isTruthy(value)) return [pythonJson(value)];
  const keys = Object.keys(value).sort(byCodePoint);
  const members = keys.map((key) => {
    const [first = '', ...rest] = indentedJson(value[key]);
    return [`${pythonJson(key)}: ${first}`, ...rest];
  });
  return block('{', members, '}');
}

function block(start: string, items: readonly (readonly string[])[], end: string): string[] {
  const lines = items.flatMap((item, at) => {
    const last = item.at(-1) ?? '';
    return [...item.slice(0, -1), at < items.length - 1 ? `${last},` : last];
  });
  return [start, ...lines.map((line) => indent + line), end];
}
