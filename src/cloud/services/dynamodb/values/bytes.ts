/**
 * Byte strings: one character (0–255) a byte, so that `<` compares bytes. They are keys of collections and what
 * functions over text and binary values work on.
 */
export type ByteString = string;

/** The UTF-8 bytes of a text. */
export function utf8ByteString(text: string): ByteString {
  // As many bytes as units: nothing but ASCII, which is its own byte string.
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** What DynamoDB counts for a text: bytes, where `length` counts UTF-16 units. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The bytes behind canonical base64. */
export function base64ByteString(base64: string): ByteString {
  return Buffer.from(base64, 'base64').toString('latin1');
}

/** How many bytes canonical base64 stands for. */
export function base64Length(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

/** Order by UTF-8 bytes, where JavaScript's own `<` orders by UTF-16 units. */
export function compareTexts(a: string, b: string): number {
  const left = utf8ByteString(a);
  const right = utf8ByteString(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
