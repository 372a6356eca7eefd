import { Float } from '../float.ts';
import { pythonScalar } from '../python-scalar.ts';
import { isMade, textOf } from './made-text.ts';
import { markedKeys } from './ordered-map.ts';

/** As Python 2 printed an API's definition. */
export function legacyText(value: unknown): string {
  if (typeof value === 'string') return isMade(value) ? pythonScalar(textOf(value)) : unicodeText(value);
  if (Array.isArray(value)) return `[${value.map(legacyText).join(', ')}]`;
  if (typeof value !== 'object' || value === null || value instanceof Float) return pythonScalar(value);
  const map = value as Record<string, unknown>;
  return `{${markedKeys(map)
    .map((key) => `${legacyText(key)}: ${legacyText(map[textOf(key)])}`)
    .join(', ')}}`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** `u'…'`, in ASCII. */
function unicodeText(text: string): string {
  const escaped = Array.from(text, (character) => escapes[character] ?? escapedPoint(character)).join('');
  const quote = escaped.includes("'") && !escaped.includes('"') ? '"' : "'";
  return `u${quote}${quote === "'" ? escaped.replaceAll("'", String.raw`\'`) : escaped}${quote}`;
}

function escapedPoint(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point >= 0x20 && point < 0x7f) return character;
  const hex = point.toString(16);
  if (point <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return point <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
