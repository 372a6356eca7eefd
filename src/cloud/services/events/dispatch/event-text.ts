import type { BusEvent } from './bus-event.ts';

/** Numbers that a double might not give back as they were written. */
const delicateNumber = /\d{16}|\d\.\d*0\b|\d[eE]|\d\.\d{10}/;

/** An event as JSON; numbers of its detail stay as they were written. */
export function eventText(event: BusEvent, detail: string): string {
  if (!delicateNumber.test(detail)) return JSON.stringify(event);
  return JSON.stringify({
    ...event,
    detail: JSON.parse(detail, keepNumber as (key: string, value: unknown) => unknown),
  });
}

/** Node tells how a number was written; TypeScript's library does not know that yet. */
function keepNumber(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === 'number' && source !== undefined && source !== String(value) ? JSON.rawJSON(source) : value;
}
