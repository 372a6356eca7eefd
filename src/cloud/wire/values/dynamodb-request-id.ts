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
