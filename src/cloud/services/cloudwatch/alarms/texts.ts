/** `2026-11-27T10:34:00.000+0000`, as alarms write times. */
export const alarmTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

/** `27/11/26 10:34:00` */
export function shortTime(seconds: number): string {
  const [date = '', time = ''] = new Date(seconds * 1000).toISOString().split('T');
  const [year = '', month, day] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

/** `1.0` */
export const doubleText = (value: number): string => (Number.isSafeInteger(value) ? `${value}.0` : String(value));

/** `1 datapoint was`, `2 datapoints were` */
export const countText = (count: number, noun: string, verb = true): string => {
  const is = count === 1 ? ' was' : ' were';
  return `${count} ${noun}${count === 1 ? '' : 's'}${verb ? is : ''}`;
};

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(' ');

/** `Friday 27 November, 2026 10:34:48 UTC` */
export function longTime(ms: number): string {
  const date = new Date(ms);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${days[date.getUTCDay()]} ${day} ${months[date.getUTCMonth()]}, ${date.getUTCFullYear()} ${time} UTC`;
}
