import { createHash } from 'node:crypto';
import { pythonJson } from './python-text.ts';
import { isTruthy } from './values.ts';

const hashChars = 10;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** The id's end, which changes with the data alone; empty for nothing. */
export function hashOf(data: unknown, chars = hashChars): string {
  const text = isTruthy(data)
    ? typeof data === 'string'
      ? data
      : pythonJson(data, { compact: true, sortKeys: true })
    : '';
  return text === '' ? '' : sha1(text).slice(0, chars);
}

/** A logical id that changes when, and only when, its data does: a changed id is another resource to CloudFormation. */
export const hashedId = (prefix: string, data: unknown): string => prefix + hashOf(data);
