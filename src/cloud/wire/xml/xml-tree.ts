import { AwsError } from '../../kernel/errors.ts';
import { depthMax, xmlElementsMax } from '../limits.ts';

/** One element; names without their namespace prefix, attributes with it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** S3's error for a body that is not well-formed. */
export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    { status: 400 },
  );

// One token: comment, CDATA, declaration, closing tag, opening tag, or text.
const tokens =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;

/** Parses one document. Document type declarations are refused, so entities cannot grow or reach out. */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open: XmlElement[] = [root];
  let elements = 0;
  tokens.lastIndex = 0;
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  while (tokens.lastIndex < source.length) {
    const token = tokens.exec(source);
    const parent = open.at(-1);
    if (!token || !parent) throw malformedXml();
    const [, cdata, closing, opening, attributes = '', selfClosing, content] = token;
    if (cdata !== undefined) parent.text += cdata;
    else if (content !== undefined) parent.text += unescapeXml(content);
    else if (closing !== undefined) {
      if (open.length === 1 || parent.name !== localName(closing)) throw malformedXml();
      open.pop();
    } else if (opening !== undefined) {
      elements += 1;
      if (elements > xmlElementsMax || open.length > depthMax) throw malformedXml();
      const element = { name: localName(opening), attributes: parseAttributes(attributes), children: [], text: '' };
      parent.children.push(element);
      if (selfClosing === '') open.push(element);
    }
  }
  const [document, second] = root.children;
  if (open.length !== 1 || !document || second || root.text.trim() !== '') throw malformedXml();
  return document;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function parseAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes.set(name, unescapeXml(double ?? single ?? ''));
  }
  return attributes;
}

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));|&/gi,
    (_, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      if (decimal !== undefined) return character(Number(decimal));
      const known = name !== undefined && Object.hasOwn(entities, name) ? entities[name] : undefined;
      if (known === undefined) throw malformedXml();
      return known;
    },
  );
}

function character(code: number): string {
  if (code === 0 || code > 0x10ffff) throw malformedXml();
  return String.fromCodePoint(code);
}

/** Text for between tags or in quotes. Control characters that XML reads as white space are written by number. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\u0085\u2028]/g, (found) => escapes[found] ?? found);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
  '\n': '&#xA;',
  '\u0085': '&#x85;',
  '\u2028': '&#x2028;',
};
