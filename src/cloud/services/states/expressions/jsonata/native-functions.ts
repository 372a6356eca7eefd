import { lazy } from '../../../../kernel/lazy.ts';
import { readExpression } from './library.ts';

/** A function of JSONata that is written in JavaScript. */
export interface NativeFunction {
  readonly _jsonata_function: true;
  readonly implementation: (this: unknown, ...args: never[]) => unknown;
  readonly signature: unknown;
}

/** JSONata's own functions, and how others are made. */
export interface Natives {
  /** JSONata's own of a name; undefined where it has none. */
  find(name: string): NativeFunction | undefined;
  /** A function that JSONata checks the arguments of by a signature: https://docs.jsonata.org/embedding-extending */
  make(signature: Signature, implementation: (...args: never[]) => unknown): NativeFunction;
}

const signatures = ['<a-n?:a>', '<n-n?n?:a>', '<s-s?:s>', '<n?:n>', '<:s>', '<s-:x>', '<s?s?:s>', '<:n>'] as const;
type Signature = (typeof signatures)[number];

/** An array as JSONata makes them of what it finds: empty ones are nothing, one item stands for itself. */
export function sequence<Item>(items: Item[]): Item[] {
  return Object.defineProperty(items, 'sequence', { enumerable: false, value: true });
}

const names = (
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match ' +
  'contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power ' +
  'random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert ' +
  'type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl ' +
  'toMillis fromMillis clone'
).split(' ');

/** Asks JSONata for its functions, once: they are to be had by evaluation only. */
export const nativeFunctions = lazy(learn);

async function learn(): Promise<Natives> {
  const own = new Map<string, NativeFunction>();
  for (const name of names) own.set(name, (await readExpression(`$${name}`).evaluate(undefined)) as NativeFunction);
  const read = new Map<string, unknown>();
  for (const signature of signatures) {
    const expression = readExpression('$own');
    expression.registerFunction('own', () => undefined, signature);
    read.set(signature, ((await expression.evaluate(undefined)) as NativeFunction).signature);
  }
  return {
    find: (name) => own.get(name),
    make: (signature, implementation) => ({
      _jsonata_function: true,
      implementation,
      signature: read.get(signature),
    }),
  };
}
