import type { Random } from '../../../kernel/random.ts';
import { parseResource } from './resource.ts';

/** How tokens begin; AWS's do so too. */
const mark = 'AQCEAAAAKgAAAAMAAAAA';
const tokenForm = /^[A-Za-z0-9+/]+={0,2}$/;

/** Unique in this world and in all others: whoever has it speaks for the task. */
const newTaskToken = (random: Random): string => mark + Buffer.from(random.bytes(240)).toString('base64');

/** Whether it may be a token of ours, be its task there or not. */
export const isTaskToken = (text: string): boolean => text.startsWith(mark) && tokenForm.test(text);

/** Whether somebody else speaks for tasks of that resource, by their tokens. */
export function hasToken(resource: string): boolean {
  const parsed = parseResource(resource);
  return parsed?.kind === 'activity' || parsed?.pattern === 'waitForTaskToken';
}

/** What a frame in a task of that resource waits for: the token, where it has one. */
export const newTaskId = (resource: string, random: Random): string =>
  hasToken(resource) ? newTaskToken(random) : random.uuid();
