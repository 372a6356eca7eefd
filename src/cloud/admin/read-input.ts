import { serializationException } from '../wire/bad-request.ts';
import type { Member, Shape, StructureShape } from '../wire/model/model.ts';
import { modelOf, serviceHeads } from '../wire/model/models.ts';
import { getOwn, type OpenRecord, setOwn } from '../wire/values/own-property.ts';
import { parseTimestamp } from '../wire/values/timestamps.ts';
import { reviveBlobs } from './blob-json.ts';

/**
 * The input of `POST /_squall/call` in the shape of the SDK's types, which is what operations expect: `{"$base64": "…"}`
 * becomes bytes (DynamoDB keeps base64 text), ISO text and seconds become dates. Throws AWS's SerializationException for
 * values of another type than the model's; members that the model does not know are dropped.
 */
export function readInput(service: string, operation: string, input: object): object {
  const isModelled = serviceHeads.some((head) => head.service === service);
  const shape = isModelled ? modelOf(service).operations.get(operation)?.input : undefined;
  // Who asks for what there is not hears of it from the pipeline.
  return shape ? readStructure(shape, input, service === 'dynamodb') : input;
}

function readStructure(shape: StructureShape, value: unknown, keepsBase64: boolean): OpenRecord {
  if (Array.isArray(value)) throw serializationException('Start of list found where not expected');
  if (typeof value !== 'object' || value === null) throw serializationException('Unexpected field type');
  const record: OpenRecord = {};
  for (const member of shape.members) {
    const own = getOwn(value, member.name);
    if (isPresent(own)) setOwn(record, member.name, readValue(member, own, keepsBase64));
  }
  return record;
}

function readValue({ shape }: Member, value: unknown, keepsBase64: boolean): unknown {
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, value, keepsBase64);
    case 'list':
      if (!Array.isArray(value)) throw serializationException('Unexpected field type');
      return value.filter(isPresent).map((element) => readValue(shape.value, element, keepsBase64));
    case 'map':
      return readMap(shape.value, value, keepsBase64);
    default:
      return readSimple(shape, value, keepsBase64);
  }
}

function readMap(member: Member, value: unknown, keepsBase64: boolean): OpenRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw serializationException('Unexpected field type');
  }
  const record: OpenRecord = {};
  for (const [key, element] of Object.entries(value)) {
    if (isPresent(element)) setOwn(record, key, readValue(member, element, keepsBase64));
  }
  return record;
}

function readSimple(shape: Shape, value: unknown, keepsBase64: boolean): unknown {
  switch (shape.kind) {
    case 'timestamp':
      return parseTimestamp(value);
    case 'blob':
    case 'stream':
      return readBlob(value, keepsBase64);
    case 'string':
      return typed(typeof value === 'string', value);
    case 'number':
      return typed(typeof value === 'number', value);
    case 'boolean':
      return typed(typeof value === 'boolean', value);
    default:
      return value;
  }
}

function typed(isOfType: boolean, value: unknown): unknown {
  if (isOfType) return value;
  throw serializationException('Unexpected field type');
}

/** Text is taken as the SDK takes it: as it is. */
function readBlob(value: unknown, keepsBase64: boolean): unknown {
  if (typeof value === 'string') return value;
  const bytes = reviveBlobs(value);
  if (!(bytes instanceof Uint8Array)) throw serializationException('Unexpected field type');
  return keepsBase64 ? Buffer.from(bytes).toString('base64') : bytes;
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;
