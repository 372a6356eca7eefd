import type { Member, Shape, StructureShape } from '../model/model.ts';
import { type OpenRecord, setOwn } from '../values/own-property.ts';

/** A small seeded generator (mulberry32), so that a failing run can be repeated from its seed. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a protocol or a place in it cannot carry, and which values therefore do not come back as they went. */
export interface Limits {
  /** XML and forms know no difference between an empty list and none. */
  readonly hasEmptyCollections: boolean;
  /** Forms do not carry empty structures either. */
  readonly hasEmptyStructures: boolean;
  readonly hasDocuments: boolean;
}

const awkwardTexts = [
  'a',
  'two words',
  '&lt;&#65;',
  'a&b<c>"d\'',
  'naïve ☃ 😀',
  'x+y%20z/é',
  '1',
  'true',
  'line\nbreak',
  '\u2028',
];
const plainTexts = ['a', 'b-c', 'Value1', 'x_y.z', 'true', '42'];
const depthMax = 5;

/** Members that clients fill in when they are missing. */
const alwaysSent = ({ name, shape, traits }: Member): boolean =>
  traits.httpLabel === 1 ||
  traits.idempotencyToken === 1 ||
  traits.httpResponseCode === 1 ||
  traits.httpHeader === 'Content-Type' ||
  shape.kind === 'stream' ||
  traits.httpPrefixHeaders !== undefined ||
  filledIn.has(name) ||
  (traits.httpPayload === 1 && shape.kind === 'structure');

const filledIn: ReadonlySet<string> = new Set([
  'ChecksumAlgorithm',
  'ChecksumMode',
  'CreateBucketConfiguration',
  'LocationConstraint',
  'accepts',
]);

/** Members that clients check, change or act upon beyond their model (checksums, keys), and what they add themselves. */
export const clientsOwn =
  /^(Checksum(?!Algorithm|Mode)\w+|(CopySource)?SSECustomerKey(MD5)?|Content(Length|MD5)|Expires(String)?|EndpointId)$/;

/** Members whose values clients act upon, or make up themselves. */
const fixedTexts: Readonly<Record<string, readonly string[]>> = {
  ChecksumAlgorithm: ['CRC32', 'SHA1', 'SHA256'],
  ChecksumMode: ['ENABLED'],
  accepts: ['application/json'],
  LocationConstraint: ['eu-central-1'],
};

/** Random values of a model's shapes, in the SDK's types. */
export class RandomValues {
  readonly #next: () => number;
  readonly #limits: Limits;

  constructor(next: () => number, limits: Limits) {
    this.#next = next;
    this.#limits = limits;
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#next() * values.length)] as T;
  }

  #chance(probability: number): boolean {
    return this.#next() < probability;
  }

  structure(shape: StructureShape, depth = 0): OpenRecord {
    if (shape.isUnion) return this.#union(shape, depth);
    const record: OpenRecord = {};
    shape.members.forEach((member, index) => {
      const isRequired = index < shape.required || alwaysSent(member);
      if (!isRequired && !this.#chance(depth === 0 ? 0.7 : 0.4)) return;
      const value = this.member(member, depth + 1);
      if (value !== undefined) record[member.name] = value;
    });
    if (!this.#limits.hasEmptyStructures && depth > 0 && Object.keys(record).length === 0)
      return this.#filled(shape, depth);
    return record;
  }

  /** At least one member, where an empty structure would be lost. */
  #filled(shape: StructureShape, depth: number): OpenRecord {
    for (const member of shape.members) {
      const value = this.member(member, depth + 1);
      if (value !== undefined) return { [member.name]: value };
    }
    return {};
  }

  #union(shape: StructureShape, depth: number): OpenRecord {
    const member = this.#pick(shape.members);
    const value = this.member(member, depth + 1);
    return value === undefined ? this.#filled(shape, depth) : { [member.name]: value };
  }

  /** Undefined where recursion has to end. */
  member(member: Member, depth: number): unknown {
    const { shape, traits } = member;
    if (clientsOwn.test(member.name)) return undefined;
    const isBound =
      traits.httpHeader !== undefined ||
      traits.httpQuery !== undefined ||
      traits.httpLabel === 1 ||
      traits.httpPrefixHeaders !== undefined ||
      traits.httpQueryParams === 1;
    if (traits.httpResponseCode) return 200;
    const fixed = fixedTexts[member.name];
    if (fixed && shape.kind === 'string') return this.#pick(fixed);
    if (shape.kind === 'structure') {
      if (shape.traits.streaming || (depth > depthMax && this.#isDeep(shape))) return undefined;
      const record = this.structure(shape, depth);
      const isLost = !this.#limits.hasEmptyStructures && Object.keys(record).length === 0;
      return isLost ? undefined : record;
    }
    if (shape.kind === 'list') return this.#list(shape.value, depth, isBound);
    if (shape.kind === 'map') return this.#map(shape.value, depth, isBound);
    return this.#simple(shape, isBound, traits.mediaType);
  }

  #isDeep(shape: StructureShape): boolean {
    return shape.members.some(
      ({ shape: target }) => !('format' in target) && ['structure', 'list', 'map'].includes(target.kind),
    );
  }

  #list(element: Member, depth: number, isBound: boolean): unknown {
    if (depth > depthMax + 1) return this.#limits.hasEmptyCollections ? [] : undefined;
    const least = this.#limits.hasEmptyCollections && !isBound ? 0 : 1;
    const length = least + Math.floor(this.#next() * 3);
    const list = Array.from({ length }, () =>
      isBound ? this.#simple(element.shape, true) : this.member(element, depth + 1),
    ).filter((value) => value !== undefined);
    return list.length === 0 && least === 1 ? undefined : list;
  }

  #map(element: Member, depth: number, isBound: boolean): unknown {
    if (depth > depthMax + 1) return this.#limits.hasEmptyCollections ? {} : undefined;
    const least = this.#limits.hasEmptyCollections && !isBound ? 0 : 1;
    const record: OpenRecord = {};
    for (let count = least + Math.floor(this.#next() * 2); count > 0; count -= 1) {
      const key = isBound ? `key${count}` : this.#pick(['k', 'a b', 'Ünï', `key-${count}`, 'constructor', 'x.y']);
      const value =
        isBound && element.shape.kind !== 'list' ? this.#simple(element.shape, true) : this.member(element, depth + 1);
      if (value !== undefined) setOwn(record, key, value);
    }
    return Object.keys(record).length === 0 && least === 1 ? undefined : record;
  }

  #simple(shape: Shape, isBound: boolean, mediaType?: string): unknown {
    switch (shape.kind) {
      case 'number':
        return this.#pick([0, 1, 7, 42, 65_536, 2 ** 31 - 1, -5]);
      case 'boolean':
        return this.#chance(0.5);
      case 'timestamp':
        return new Date(Math.floor(this.#next() * 2_000_000_000) * 1000);
      case 'blob':
      case 'stream':
        return Uint8Array.from({ length: 1 + Math.floor(this.#next() * 20) }, () => Math.floor(this.#next() * 256));
      case 'bigInteger':
        return 12n;
      case 'document':
        return this.#limits.hasDocuments ? { a: [1, 'two', null, true], b: { c: 'd' } } : undefined;
      default:
        if (mediaType === 'application/json') return '{"a":[1]}';
        return this.#pick(isBound ? plainTexts : awkwardTexts);
    }
  }
}
