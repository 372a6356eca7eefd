import type { Member, ServiceModel, StructureShape, TimestampFormat } from '../model/model.ts';
import { getOwn } from '../values/own-property.ts';
import { writeText } from '../values/text-values.ts';
import { escapeXml } from './xml-tree.ts';

const bodyTimestamps: TimestampFormat = 'date-time';

/** `<name attributes>…</name>` for a structure's members; `attributes` are written as they are, with a leading space. */
export function writeXmlElement(name: string, shape: StructureShape, value: unknown, attributes = ''): string {
  const own = attributesOf(shape, value);
  return `<${name}${attributes}${own}>${writeXmlMembers(shape, value)}</${name}>`;
}

/** The attribute that a root element carries; with a space ahead, or nothing. */
export const rootNamespace = ({ xmlNamespace }: ServiceModel): string =>
  xmlNamespace === undefined ? '' : ` xmlns="${escapeXml(xmlNamespace)}"`;

/** The members' elements one after another, without a parent. */
export function writeXmlMembers(shape: StructureShape, value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  let xml = '';
  for (const member of shape.members) {
    const own = getOwn(value, member.name);
    if (own === undefined || own === null || member.traits.xmlAttribute) continue;
    xml += writeMember(member, member.traits.xmlName ?? member.name, own);
  }
  return xml;
}

/** Attributes of the model: S3's grantees carry their type in one. */
function attributesOf(shape: StructureShape, value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  let text = '';
  for (const { name, shape: target, traits } of shape.members) {
    const own = traits.xmlAttribute ? getOwn(value, name) : undefined;
    if (own === undefined) continue;
    text += ` ${traits.xmlName ?? name}="${escapeXml(writeText(target, own, bodyTimestamps))}"`;
  }
  return text;
}

/** A member as one element, or as several where its list or map is flattened. */
function writeMember(member: Member, name: string, value: unknown): string {
  const { shape, traits } = member;
  const namespace = memberNamespace(member);
  switch (shape.kind) {
    case 'structure':
      return writeXmlElement(name, shape, value, namespace);
    case 'list': {
      const elementName = traits.xmlFlattened ? name : (shape.value.traits.xmlName ?? 'member');
      const elements = present(value as Iterable<unknown>).map((element) =>
        writeMember(shape.value, elementName, element),
      );
      return traits.xmlFlattened ? elements.join('') : `<${name}${namespace}>${elements.join('')}</${name}>`;
    }
    case 'map': {
      const entryName = traits.xmlFlattened ? name : 'entry';
      const entries = Object.entries(value as object).filter(
        ([, element]) => element !== null && element !== undefined,
      );
      const text = entries
        .map(([key, element]) => writeEntry(entryName, shape.key, shape.value, key, element))
        .join('');
      return traits.xmlFlattened ? text : `<${name}${namespace}>${text}</${name}>`;
    }
    default:
      return `<${name}${namespace}>${escapeXml(writeText(shape, value, bodyTimestamps))}</${name}>`;
  }
}

/** Maps are lists of entries to XML. */
function writeEntry(entryName: string, keyMember: Member, valueMember: Member, key: string, value: unknown): string {
  const keyName = keyMember.traits.xmlName ?? 'key';
  const valueName = valueMember.traits.xmlName ?? 'value';
  const valueXml = writeMember(valueMember, valueName, value);
  return `<${entryName}><${keyName}>${escapeXml(key)}</${keyName}>${valueXml}</${entryName}>`;
}

const present = (values: Iterable<unknown>): unknown[] =>
  [...values].filter((value) => value !== null && value !== undefined);

/** A default namespace, or a prefix that attributes of the element use. */
function memberNamespace({ traits }: Member): string {
  if (!traits.xmlNamespace) return '';
  const [prefix, uri] = traits.xmlNamespace;
  return prefix === '' ? ` xmlns="${escapeXml(uri)}"` : ` xmlns:${prefix}="${escapeXml(uri)}"`;
}
