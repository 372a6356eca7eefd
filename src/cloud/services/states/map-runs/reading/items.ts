import type { Json } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';

/** One item of a map run. */
export interface Item {
  readonly value: Json;
  /** Of a member of an object. */
  readonly key?: string;
  /** `STATE_DATA`, or where in S3 it is from. */
  readonly source: string;
}

/** Items one after the other; undefined behind the last. */
export interface Items {
  next(): Promise<Item | undefined>;
}

/** Items of a generator. */
export function itemsFrom(generator: AsyncIterator<Item> | Iterator<Item>): Items {
  return {
    async next() {
      const { done, value } = await generator.next();
      return done ? undefined : (value as Item);
    },
  };
}

/** The reader of a map run's items could not go on. */
export const readerFailed = (cause: string): StatesError => new StatesError('States.ItemReaderFailed', cause);
