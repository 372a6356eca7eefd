import { withinDeadline } from '../../../../kernel/deadline.ts';
import type { Environment } from '../environment.ts';
import { tooMuchMemory, valueBytesMax } from './limits.ts';
import type { Meter } from './meter.ts';
import { type NativeFunction, type Natives, sequence } from './native-functions.ts';

interface Wanted {
  readonly name: string;
  readonly meter: Meter;
  readonly environment: Environment;
}

/**
 * JSONata's own functions as an evaluation gets them: what they are given and what they make is counted, and those whose
 * work or results may grow beyond all bounds are looked at first.
 */
export function boundedFunction(native: NativeFunction, { name, meter, environment }: Wanted): NativeFunction {
  const own = ownFunctions[name]?.(native, environment) ?? native;
  const { implementation } = own;
  const guard = guards[name];
  function bounded(this: unknown, ...args: never[]): unknown {
    for (const arg of args) meter.spend(sizeOf(arg, meter) >> 9);
    guard?.(args, meter);
    const made = (result: unknown) => {
      meter.made(result);
      return result;
    };
    const result = implementation.apply(this, args);
    return result instanceof Promise ? result.then(made) : made(result);
  }
  // JSONata reads from a function's text what parameters it has.
  const described = Object.defineProperties(bounded, {
    length: { value: native.implementation.length },
    toString: { value: () => String(native.implementation) },
  });
  return { _jsonata_function: true, implementation: described, signature: own.signature };
}

const sizeOf = (value: unknown, meter: Meter): number => (typeof value === 'function' ? 0 : meter.sizes.of(value));

/** Refuse before any work is done. */
const guards: Readonly<Record<string, (args: readonly unknown[], meter: Meter) => void>> = {
  pad([, width]) {
    if (typeof width === 'number' && Math.abs(width) > valueBytesMax) throw tooMuchMemory();
  },
  join([texts, separator = ''], meter) {
    if (!Array.isArray(texts)) return;
    const between = (separator as string).length * Math.max(0, texts.length - 1);
    if (meter.sizes.of(texts) + between > valueBytesMax) throw tooMuchMemory();
  },
  // Each item is put behind a copy of those before it.
  spread([items], meter) {
    if (Array.isArray(items)) meter.spend(items.length ** 2 / 1024);
  },
  formatNumber: ([, picture]) => checkPicture(picture),
  formatInteger: ([, picture]) => checkPicture(picture),
  parseInteger: ([, picture]) => checkPicture(picture),
  fromMillis: ([, picture]) => checkPicture(picture),
  toMillis: ([, picture]) => checkPicture(picture),
};

/** Much longer than any that somebody wrote. */
const pictureLengthMax = 1000;

function checkPicture(picture: unknown): void {
  if (typeof picture === 'string' && picture.length > pictureLengthMax) throw tooMuchMemory();
}

type Make = (native: NativeFunction, environment: Environment) => NativeFunction;

const replaced = (make: (native: NativeFunction, environment: Environment) => (...args: never[]) => unknown): Make => {
  return (native, environment) => ({ ...native, implementation: make(native, environment) });
};

/**
 * Pictures become regular expressions, which may take longer than anybody lives. What a picture does not say of a time is
 * taken from the time of now.
 */
const stopped = replaced(({ implementation }, { nowMs = 0 }) => (...args) => {
  const focus = { environment: { timestamp: new Date(nowMs) } };
  return withinDeadline(() => implementation.apply(focus, args));
});

const ownFunctions: Readonly<Record<string, Make>> = {
  toMillis: stopped,
  parseInteger: stopped,
  pad: replaced(() => pad),
  distinct: replaced(({ implementation }) => (items: unknown) => {
    if (!Array.isArray(items) || items.length < 100) return Reflect.apply(implementation, undefined, [items]);
    return distinct(items);
  }),
  shuffle: replaced(
    (_, { random }) =>
      (items?: readonly unknown[]) =>
        items && shuffle(items, random.float),
  ),
};

/** As JSONata's, which fills an array for each text. Characters are whole ones, also those of two code units. */
function pad(text: string | undefined, width: number, filling?: string): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.floor(Math.abs(width)) - [...text].length;
  if (missing <= 0) return text;
  const characters = [...(filling || ' ')];
  const whole = characters.join('').repeat(Math.floor(missing / characters.length));
  const padding = whole + characters.slice(0, missing % characters.length).join('');
  return width > 0 ? text + padding : padding + text;
}

/** As JSONata's, which compares each with each. */
function distinct(items: readonly unknown[]): unknown[] {
  const firsts = new Map<unknown, unknown>();
  for (const item of items) {
    const key = keyOf(item);
    if (!firsts.has(key)) firsts.set(key, item);
  }
  const found = [...firsts.values()];
  return 'sequence' in items ? sequence(found) : found;
}

const keyOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? `{${JSON.stringify(value, sorted)}` : value;

const sorted = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

function shuffle(items: readonly unknown[], float: () => number): unknown[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(float() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}

/** The world's time: https://docs.jsonata.org/date-time-functions */
export const clockFunctions: Readonly<Record<string, (natives: Natives, environment: Environment) => NativeFunction>> =
  {
    now: ({ find, make }, { nowMs = 0 }) =>
      make('<s?s?:s>', (...pictureAndZone) => {
        const native = find('fromMillis');
        return native && Reflect.apply(native.implementation, undefined, [nowMs, ...pictureAndZone]);
      }),
    millis: ({ make }, { nowMs = 0 }) => make('<:n>', () => nowMs),
  };
