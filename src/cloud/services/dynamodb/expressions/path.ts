import { type AttributeValue, type Item, own } from '../values/attribute-value.ts';

/** A document path without placeholders; its first step is a name. */
export type DocumentPath = readonly (string | number)[];

/** As AWS prints paths: `[a, [3], b]`. */
export function pathText(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** What stands at the path, or undefined. */
export function valueAt(item: Item, path: DocumentPath): AttributeValue | undefined {
  let value = own(item, path[0] as string);
  for (let index = 1; index < path.length && value !== undefined; index += 1) {
    const step = path[index];
    value = typeof step === 'number' ? value.L?.[step] : value.M && own(value.M, step as string);
  }
  return value;
}
