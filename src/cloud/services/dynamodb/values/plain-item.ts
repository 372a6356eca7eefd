/** An attribute value as DynamoDB writes it: `{ S: 'a' }`, `{ N: '1' }`. */
type AttributeValue = Readonly<Record<string, unknown>>;

/** An item as plain JavaScript: `{ id: { S: 'a' } }` → `{ id: 'a' }`. */
export const plainItem = (item: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value as AttributeValue)]));

function plainValue(value: AttributeValue): unknown {
  const [[type, inner] = []] = Object.entries(value);
  switch (type) {
    case 'N':
      return Number(inner);
    case 'NULL':
      return null;
    case 'M':
      return plainItem(inner as Record<string, unknown>);
    case 'L':
      return (inner as AttributeValue[]).map(plainValue);
    case 'NS':
      return (inner as string[]).map(Number);
    case 'B':
      return Buffer.from(inner as Uint8Array).toString('base64');
    case 'BS':
      return (inner as Uint8Array[]).map((bytes) => Buffer.from(bytes).toString('base64'));
    default:
      return inner;
  }
}
