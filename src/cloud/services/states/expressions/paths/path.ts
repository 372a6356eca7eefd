import type { Json } from '../../definition/json.ts';

/** A parsed path: where it begins and how it goes on. */
export interface Path {
  readonly text: string;
  readonly root: Root;
  readonly steps: readonly Step[];
  /** Whether it names one value; others answer a list, that may be empty. */
  readonly isDefinite: boolean;
}

/** `$`, `$$` and `$name`; `@` only in filters. */
export type Root =
  | { readonly kind: 'input' | 'context' | 'item' }
  | { readonly kind: 'variable'; readonly name: string };

export type Step =
  /** Several names gather in one object, and only at the end. */
  | { readonly kind: 'child'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  /** `..`: what follows is looked for in the value and in all below it. */
  | { readonly kind: 'scan' }
  | { readonly kind: 'filter'; readonly condition: Condition };

/** What a filter `[?( … )]` asks of each item. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand };

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'regex'; readonly regex: RegExp };

/** A text that is no path, and why. */
export class PathSyntaxError extends Error {
  override readonly name = 'PathSyntaxError';
}

/** A path that could not be followed, in the words of the library that AWS uses. */
export class PathFailure extends Error {
  override readonly name = 'PathFailure';
  /** Whether it only found nothing; else it asked for something that its value cannot have. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing = true) {
    super(message);
    this.isMissing = isMissing;
  }
}

/** A step as messages write it: `['name']`, `[0]`. */
export function fragment(step: Step): string {
  switch (step.kind) {
    case 'child':
      return `[${step.names.map((name) => `'${name}'`).join(', ')}]`;
    case 'index':
      return `[${step.indexes.join(',')}]`;
    case 'slice':
      return `[${step.from ?? ''}:${step.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'scan':
      return '..';
    case 'filter':
      return '[?]';
  }
}
