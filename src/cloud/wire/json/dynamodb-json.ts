import { AwsError } from '../../kernel/errors.ts';
import { inconvertible, serializationException } from '../bad-request.ts';
import { depthMax } from '../limits.ts';
import type { Member, OperationModel, Shape, StructureShape } from '../model/model.ts';
import type { OpenRecord } from '../values/own-property.ts';
import { parseTimestamp } from '../values/timestamps.ts';
import { parseJson } from './json-reader.ts';
import { writeJsonStructure } from './json-writer.ts';

/**
 * DynamoDB's own way over the wire: what the client sent is what the service stores, so values stay as they were
 * parsed (binary as base64 text). Only types are checked, in the words of AWS's parser; members that the model does not
 * know are removed, as are nulls.
 */
export function readDynamoDbInput(body: Uint8Array, operation: OperationModel): OpenRecord {
  if (body.byteLength > bodyBytesMax) throw new AwsError('RequestEntityTooLargeException', '', { status: 413 });
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw serializationException();
  checkStructure(operation.input, value as OpenRecord, 0);
  return value as OpenRecord;
}

/** AWS: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-api */
const bodyBytesMax = 16 * 1024 * 1024;

/**
 * Items are stringified as they are; descriptions of tables hold dates and go by the model. Operations that answer nothing
 * (TagResource, UntagResource) have no body.
 */
export function writeDynamoDbOutput(operation: OperationModel, output: unknown): string {
  if (itemOperations.has(operation.name)) return JSON.stringify(output ?? {});
  if (operation.output.members.length === 0) return '';
  return JSON.stringify(writeJsonStructure(operation.output, output, { usesJsonName: false, keepsBase64: true }));
}

/** The hot ones: nothing in their answers depends on the model, and a walk through every item would cost. */
const itemOperations: ReadonlySet<string> = new Set([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
]);

/** The Java package that AWS's messages name. */
const modelNamespace = 'com.amazonaws.dynamodb.v20120810';

/** In place, as the parsed value is nobody else's yet. */
function checkStructure(shape: StructureShape, value: OpenRecord, depth: number): void {
  if (depth > depthMax) throw serializationException('Exceeded maximum nesting depth');
  for (const key of Object.keys(value)) {
    const member = shape.byName.get(key);
    if (!member || value[key] === null) delete value[key];
    else if (member.shape.kind === 'timestamp') value[key] = parseTimestamp(value[key]);
    else check(member, value[key], depth + 1);
  }
}

// The texts below are AWS's own, to the dot: suites compare them.

function check(member: Member, value: unknown, depth: number): void {
  const { shape } = member;
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string') throw wrongSimple(value, 'String');
      return;
    case 'structure':
      checkRecord(
        value,
        shape.isUnion ? 'Unexpected value type in payload' : 'Unexpected field type',
        `class ${modelNamespace}.${shape.name}`,
      );
      checkStructure(shape, value, depth);
      return;
    case 'list':
      checkList(shape.value, value, depth);
      return;
    case 'map':
      checkMap(shape.value, value, depth);
      return;
    default:
      checkSimple(shape, member.name, value);
  }
}

function checkList(element: Member, value: unknown, depth: number): void {
  if (!Array.isArray(value)) {
    throw serializationException(
      typeof value === 'object' ? 'Start of structure or map found where not expected' : 'Unexpected field type',
    );
  }
  for (const item of value) if (item !== null) check(element, item, depth + 1);
}

function checkMap(element: Member, value: unknown, depth: number): void {
  const elementName =
    element.shape.kind === 'structure' ? `${modelNamespace}.${element.shape.name}` : 'java.lang.String';
  checkRecord(value, 'Unexpected field type', `java.util.Map<java.lang.String, ${elementName}>`);
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item !== null) check(element, item, depth + 1);
  }
}

function checkRecord(value: unknown, complaint: string, className: string): asserts value is OpenRecord {
  if (typeof value !== 'object' || value === null) throw serializationException(complaint);
  if (Array.isArray(value)) throw serializationException(`Unrecognized collection type ${className}`);
}

function checkSimple(shape: Shape, name: string, value: unknown): void {
  switch (shape.kind) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongSimple(value, 'Boolean');
      return;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw wrongSimple(value, integerMembers.has(name) ? 'Integer' : 'Long');
      return;
    case 'blob':
      checkBlob(value);
      return;
    default:
  }
}

/** The SDK's schemas do not tell integers from longs; these are the integers of DynamoDB's requests. */
const integerMembers: ReadonlySet<string> = new Set(['Limit', 'Segment', 'TotalSegments', 'MaxResults', 'PageSize']);

function wrongSimple(value: unknown, type: string): Error {
  if (Array.isArray(value)) return serializationException(`Unrecognized collection type class java.lang.${type}`);
  if (typeof value === 'object') {
    return serializationException('Start of structure or map found where not expected');
  }
  return inconvertible(value, type);
}

/** Each way in which base64 can be wrong has a text of its own. */
function checkBlob(value: unknown): void {
  if (Array.isArray(value)) throw serializationException('Unrecognized collection type class java.nio.ByteBuffer');
  if (typeof value === 'object') throw serializationException('Start of structure or map found where not expected');
  if (typeof value !== 'string') {
    throw serializationException('only base-64-encoded strings are convertible to bytes');
  }
  if (value.length % 4 !== 0) {
    throw serializationException(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`);
  }
  // AWS's own spelling.
  if (Buffer.from(value, 'base64').toString('base64') !== value) {
    throw serializationException('Invalid last non-pad Base64 character dectected');
  }
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUV';

/** Two digits for ten bits at once: every answer of the hottest service has such an id. */
const pairs = Array.from({ length: 1024 }, (_, bits) => digits.charAt(bits >> 5) + digits.charAt(bits & 31));

const hexValues = new Uint8Array(128);
for (const [value, digit] of [...'0123456789abcdef'].entries()) hexValues[digit.charCodeAt(0)] = value;

/** What all of DynamoDB's ids end with. */
const tail = 'VV4KQNSO5AEMVJF66Q9ASUAAJG';

const dash = '-'.charCodeAt(0);

/**
 * A request's id as DynamoDB tells it: 52 digits and capital letters, out of the hop's own uuid. The same uuid is always
 * told in the same way, and no two alike.
 */
export function dynamoDbRequestId(uuid: string): string {
  let text = '';
  let left = 0;
  let count = 0;
  for (let index = 0; index < uuid.length; index += 1) {
    const code = uuid.charCodeAt(index);
    if (code === dash) continue;
    left = (left << 4) | (hexValues[code] ?? 0);
    count += 4;
    if (count < 10) continue;
    count -= 10;
    text += pairs[left >> count] ?? '';
    left &= (1 << count) - 1;
  }
  if (count > 0) text += pairs[left << (10 - count)] ?? '';
  return text + tail;
}
