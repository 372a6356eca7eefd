import type { Member, OperationModel, Shape, StructureShape } from '../model/model.ts';
import { unitStructure } from '../model/model.ts';
import { base64Of } from '../values/blobs.ts';
import { getOwn, type OpenRecord, setOwn } from '../values/own-property.ts';
import { epochSeconds } from '../values/timestamps.ts';

/*
 * The query protocol's other face: a client that accepts `application/json` is answered in it. API Gateway's
 * integrations with SQS see these answers.
 */

/** Lists that were called otherwise before SQS had a JSON protocol; the answers kept their names. */
const oldNames: Readonly<Record<string, string>> = { QueueUrls: 'queueUrls', Messages: 'messages' };

/** An answer as text: what is not there is null. */
export function writeQueryJson(
  { name, output: shape }: OperationModel,
  output: unknown,
  requestId: string,
  isSqs: boolean,
): string {
  const result = shape === unitStructure ? {} : { [`${name}Result`]: plain(shape, output, isSqs) };
  return JSON.stringify({ [`${name}Response`]: { ...result, ResponseMetadata: { RequestId: requestId } } });
}

/** An error as text. */
export function writeQueryJsonError(
  error: { readonly Type: 'Sender' | 'Receiver'; readonly Code: string; readonly Message: string },
  requestId: string,
): string {
  return JSON.stringify({ Error: error, RequestId: requestId });
}

function plain(shape: StructureShape, value: unknown, isSqs: boolean): OpenRecord {
  const record: OpenRecord = {};
  for (const member of shape.members) {
    const own = typeof value === 'object' && value !== null ? getOwn(value, member.name) : undefined;
    const name = (isSqs ? oldNames[member.name] : undefined) ?? member.name;
    setOwn(record, name, own === undefined ? null : plainMember(member, own, isSqs));
  }
  return record;
}

function plainMember({ shape }: Member, value: unknown, isSqs: boolean): unknown {
  if (value === null || value === undefined) return null;
  switch (shape.kind) {
    case 'structure':
      return plain(shape, value, isSqs);
    case 'list':
      return [...(value as Iterable<unknown>)].map((element) => plainMember(shape.value, element, isSqs));
    case 'map': {
      const keyName = shape.key.traits.xmlName ?? 'key';
      const valueName = shape.value.traits.xmlName ?? 'value';
      return Object.entries(value as object).map(([key, element]) => ({
        [keyName]: key,
        [valueName]: plainMember(shape.value, element, isSqs),
      }));
    }
    default:
      return plainSimple(shape, value);
  }
}

function plainSimple({ kind }: Shape, value: unknown): unknown {
  if (kind === 'timestamp') return epochSeconds(value);
  return kind === 'blob' || kind === 'stream' ? base64Of(value) : value;
}
