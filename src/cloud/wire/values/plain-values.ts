import type { Member, Shape, StructureShape } from '../model/model.ts';
import { getOwn, type OpenRecord, setOwn } from './own-property.ts';

/** What a format of records, lists and simple values (JSON, CBOR) has of its own. */
export interface PlainFormat {
  /** What a structure's member is called in this format. */
  keyOf(member: Member): string;
  /** What stands for a value that is no structure, list or map. */
  simple(shape: Shape, value: unknown): unknown;
}

/**
 * An operation's output → what the format's encoder takes. Members that the model does not know are not sent: an
 * operation may keep more in its records than AWS tells.
 */
export function plainStructure(shape: StructureShape, value: unknown, format: PlainFormat): OpenRecord {
  const record: OpenRecord = {};
  if (typeof value !== 'object' || value === null) return record;
  for (const member of shape.members) {
    const own = getOwn(value, member.name);
    if (isPresent(own)) setOwn(record, format.keyOf(member), plainValue(member, own, format));
  }
  return record;
}

/** The same for one value. Nulls are left out of lists and maps, but for those that the model calls sparse. */
export function plainValue({ shape, traits }: Member, value: unknown, format: PlainFormat): unknown {
  switch (shape.kind) {
    case 'structure':
      return plainStructure(shape, value, format);
    case 'list':
      return [...(value as Iterable<unknown>)]
        .filter((element) => traits.sparse || isPresent(element))
        .map((element) => (isPresent(element) ? plainValue(shape.value, element, format) : null));
    case 'map':
      return plainMap(shape.value, traits.sparse === 1, value as OpenRecord, format);
    default:
      return format.simple(shape, value);
  }
}

function plainMap(member: Member, isSparse: boolean, value: OpenRecord, format: PlainFormat): OpenRecord {
  const record: OpenRecord = {};
  for (const [key, element] of Object.entries(value)) {
    if (isPresent(element)) setOwn(record, key, plainValue(member, element, format));
    else if (isSparse) setOwn(record, key, null);
  }
  return record;
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;
