/** RFC 3339 with an uppercase T and, where there is no offset, an uppercase Z. */
const timestamp = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** The time that a text tells, in milliseconds with fractions; undefined where it is none. */
export function timestampMs(text: unknown): number | undefined {
  const parts = typeof text === 'string' ? timestamp.exec(text) : null;
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * 60_000;
  const date = new Date(ms);
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDate || hour > 23 || minute > 59 || second > 59 || Number(parts[10] ?? 0) > 59) return undefined;
  return ms + Number(parts[7] ?? 0) * 1000 - (parts[8] === '-' ? -offset : offset);
}
