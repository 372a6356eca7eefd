/** Blobs as `{"$base64": "…"}` on their way into JSON; everything else as JSON has it. */
export function shieldBlobs(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $base64: Buffer.from(value).toString('base64') };
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shieldBlobs);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shieldBlobs(member)]));
}

/** The way back. */
export function reviveBlobs(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reviveBlobs);
  if ('$base64' in value && typeof value.$base64 === 'string') return Buffer.from(value.$base64, 'base64');
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, reviveBlobs(member)]));
}
