import { cbor } from '@smithy/core/cbor';
import type { Member, StructureShape } from '../../src/cloud/wire/model/model.ts';
import { escapeXml } from '../../src/cloud/wire/xml/xml-tree.ts';

export type OpenRecord = Record<string, unknown>;

/** Says, value by value as they are written, which one is replaced; undefined leaves the value as it is. */
export type Replace<Raw> = () => Raw | undefined;

const text = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('base64')
      : String(value);

const membersOf = (shape: StructureShape, record: OpenRecord): readonly Member[] =>
  shape.members.filter(({ name }) => record[name] !== undefined);

export function writeJson(value: unknown, replace: Replace<string>): string {
  const raw = replace();
  if (raw !== undefined) return raw;
  if (Array.isArray(value)) return `[${value.map((each) => writeJson(each, replace)).join(',')}]`;
  if (value instanceof Date) return String(value.getTime() / 1000);
  if (value instanceof Uint8Array) return JSON.stringify(text(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const pairs = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${writeJson(each, replace)}`);
  return `{${pairs.join(',')}}`;
}

export function writeCbor(value: unknown, replace: Replace<Buffer>): Buffer {
  const raw = replace();
  if (raw !== undefined) return raw;
  if (Array.isArray(value)) {
    return Buffer.concat([Buffer.from([0x9f]), ...value.map((each) => writeCbor(each, replace)), Buffer.from([0xff])]);
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array)
    return Buffer.from(cbor.serialize(value));
  if (value instanceof Date)
    return Buffer.concat([Buffer.from([0xc1]), Buffer.from(cbor.serialize(value.getTime() / 1000))]);
  const pairs = Object.entries(value).flatMap(([key, each]) => [
    Buffer.from(cbor.serialize(key)),
    writeCbor(each, replace),
  ]);
  return Buffer.concat([Buffer.from([0xbf]), ...pairs, Buffer.from([0xff])]);
}

/** Fields of the query protocol, by their dotted names. */
export function writeForm(member: Member, name: string, value: unknown, replace: Replace<string>): [string, string][] {
  const raw = replace();
  if (raw !== undefined) return [[name, raw]];
  const { shape, traits } = member;
  if (shape.kind === 'structure') {
    const record = value as OpenRecord;
    const prefix = name === '' ? '' : `${name}.`;
    return membersOf(shape, record).flatMap((each) =>
      writeForm(each, prefix + (each.traits.xmlName ?? each.name), record[each.name], replace),
    );
  }
  if (shape.kind === 'list') {
    const prefix = traits.xmlFlattened ? name : `${name}.${shape.value.traits.xmlName ?? 'member'}`;
    return (value as unknown[]).flatMap((each, index) =>
      writeForm(shape.value, `${prefix}.${index + 1}`, each, replace),
    );
  }
  if (shape.kind === 'map') {
    const prefix = traits.xmlFlattened ? name : `${name}.entry`;
    return Object.entries(value as OpenRecord).flatMap(([key, each], index) => [
      [`${prefix}.${index + 1}.${shape.key.traits.xmlName ?? 'key'}`, key],
      ...writeForm(shape.value, `${prefix}.${index + 1}.${shape.value.traits.xmlName ?? 'value'}`, each, replace),
    ]);
  }
  return [[name, text(value)]];
}

/** An element, or several where a list is flattened. A replacement is the content of the element, as it is. */
export function writeXml(member: Member, value: unknown, replace: Replace<string>, name = nameOf(member)): string {
  const raw = replace();
  if (raw !== undefined) return `<${name}>${raw}</${name}>`;
  const { shape, traits } = member;
  if (shape.kind === 'structure') {
    const record = value as OpenRecord;
    const members = membersOf(shape, record).map((each) => writeXml(each, record[each.name], replace));
    return `<${name}>${members.join('')}</${name}>`;
  }
  if (shape.kind === 'list') {
    const elementName = traits.xmlFlattened ? name : nameOf(shape.value);
    const elements = (value as unknown[]).map((each) => writeXml(shape.value, each, replace, elementName)).join('');
    return traits.xmlFlattened ? elements : `<${name}>${elements}</${name}>`;
  }
  return `<${name}>${escapeXml(text(value))}</${name}>`;
}

const nameOf = (member: Member): string => member.traits.xmlName ?? member.name;

/** A value in a query, a header or a label. */
export const writeText = (value: unknown, replace: Replace<string>): string => replace() ?? text(value);
