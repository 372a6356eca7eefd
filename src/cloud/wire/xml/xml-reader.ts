import type { Member, StructureShape } from '../model/model.ts';
import { type OpenRecord, setOwn } from '../values/own-property.ts';
import { readText } from '../values/text-values.ts';
import { malformedXml, parseXml, type XmlElement } from './xml-tree.ts';

/** A body → the SDK's shape of a structure; the name of the root element is not looked at, as S3 does not either. */
export function readXmlBody(body: Uint8Array, shape: StructureShape): OpenRecord {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  if (text.trim() === '') return {};
  return readStructure(shape, parseXml(text));
}

/** Elements that the model does not know are passed over. */
function readStructure(shape: StructureShape, element: XmlElement): OpenRecord {
  const record: OpenRecord = {};
  for (const member of shape.members) {
    const read = readMember(member, element);
    if (read !== undefined) record[member.name] = read;
  }
  return record;
}

/** A member from its attribute, its element, or (flattened) all elements of its name. */
function readMember(member: Member, parent: XmlElement): unknown {
  const name = member.traits.xmlName ?? member.name;
  if (member.traits.xmlAttribute) {
    const text = parent.attributes.get(name);
    return text === undefined ? undefined : readText(member.shape, text);
  }
  const found = parent.children.filter((child) => child.name === name);
  const [first] = found;
  if (first === undefined) return undefined;
  if (member.traits.xmlFlattened && member.shape.kind === 'list') {
    const { value } = member.shape;
    return found.map((child) => readElement(value, child));
  }
  if (member.traits.xmlFlattened && member.shape.kind === 'map') return readEntries(member, found);
  return readElement(member, first);
}

/** Text where children are expected reads as empty; children where text is expected are an error. */
function readElement(member: Member, element: XmlElement): unknown {
  const { shape } = member;
  if (shape.kind === 'structure') return readStructure(shape, element);
  if (shape.kind === 'list') return element.children.map((child) => readElement(shape.value, child));
  if (shape.kind === 'map') return readEntries(member, element.children);
  if (element.children.length > 0) throw malformedXml();
  try {
    return readText(shape, element.text);
  } catch {
    // What S3 says of text that is no number, boolean or date.
    throw malformedXml();
  }
}

/** An entry without a key is no entry. */
function readEntries({ shape }: Member, entries: readonly XmlElement[]): OpenRecord {
  const record: OpenRecord = {};
  if (shape.kind !== 'map') return record;
  for (const entry of entries) {
    const key = readMember(shape.key, entry);
    const value = readMember(shape.value, entry);
    if (typeof key === 'string' && value !== undefined) setOwn(record, key, value);
  }
  return record;
}
