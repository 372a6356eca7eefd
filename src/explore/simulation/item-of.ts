/** An attribute value as DynamoDB writes it: `{ S: 'a' }`, `{ N: '1' }`. */
type AttributeValue = Readonly<Record<string, unknown>>;

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
