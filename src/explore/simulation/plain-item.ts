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

/** A plain object as an item, for what scenarios put into tables. */
export const itemOf = (plain: Readonly<Record<string, unknown>>): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(plain).flatMap(([name, value]) => (value === undefined ? [] : [[name, attributeOf(value)]])),
  );

function attributeOf(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' || typeof value === 'bigint') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  if (value instanceof Set) return { SS: [...value].map(String) };
  return { M: itemOf(value as Record<string, unknown>) };
}
