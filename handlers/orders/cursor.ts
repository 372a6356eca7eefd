import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from './problem.ts';

/** Where a list goes on, and for which status it was made. */
export interface Cursor {
  readonly key: Readonly<Record<string, unknown>>;
  readonly status: string | undefined;
}

const sign = (payload: string, secret: string): Buffer => createHmac('sha256', secret).update(payload).digest();

/** `payload.signature`, both base64url: opaque to clients, and theirs to send back only. */
export function encodeCursor(cursor: Cursor, secret: string): string {
  const payload = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  return `${payload}.${sign(payload, secret).toString('base64url')}`;
}

/** Throws a 400 `Problem` for anything that we did not sign, or signed for another list. */
export function decodeCursor(text: string, secret: string, status: string | undefined): Cursor {
  const [payload = '', signature = ''] = text.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(payload, secret);
  if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) throw invalidCursor();
  const cursor = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Cursor;
  if (cursor.status !== status) throw invalidCursor();
  return cursor;
}

const invalidCursor = (): Problem => new Problem(400, 'invalid-cursor', 'The cursor is not one of this list');
