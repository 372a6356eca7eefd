import { spend } from './effort.ts';
import { parseJsonValue, printed, type Value } from './values.ts';

/** Of JSON that is read, which takes longer than any other text. */
const charactersPerEffort = 2;

/**
 * `$util` of mapping templates.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export const utilVariable: Value = {
  host: {
    call(name, [argument = null]) {
      const text = printed(argument);
      switch (name) {
        case 'escapeJavaScript':
          return escapeJavaScript(text);
        case 'parseJson':
          spend(text.length / charactersPerEffort);
          return parseJsonValue(text) ?? null;
        case 'urlEncode':
          return urlEncode(text);
        case 'urlDecode':
          return urlDecode(text);
        case 'base64Encode':
          return Buffer.from(text).toString('base64');
        case 'base64Decode':
          return Buffer.from(text, 'base64').toString('utf8');
        default:
          return undefined;
      }
    },
    toString: () => '',
  },
};

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** As `StringEscapeUtils` of Java's commons: the quote `'` as well, which is why its answers are no JSON by themselves. */
const escapeJavaScript = (text: string): string =>
  text.replace(
    /["'\\/]|[^\x20-\x7e]/g,
    (character) => escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );

/** Java's form encoding: blanks are plus signs, an asterisk stays. */
const urlEncode = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');

function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
