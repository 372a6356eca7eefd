import { type Resolved, resolve } from '../../../gateway/openapi/references.ts';
import { sizeOf } from '../../../gateway/openapi/size.ts';
import type { Structure } from '../../../gateway/openapi/structure.ts';
import { badRequest } from '../errors.ts';

/** How much text all references together may stand for, in characters; ours: some lines of them could make gigabytes. */
const followedCharsMax = 32 * 1024 * 1024;

/** Follows the references of one definition, which may be many to the same part, as long as they end in bounded time. */
export class FollowedReferences {
  readonly #document: Structure;
  readonly #measured = new WeakMap<object, number>();
  #chars = 0;

  constructor(document: Structure) {
    this.#document = document;
  }

  /** @throws BadRequestException when the definition refers to too much */
  follow(value: unknown): Resolved {
    const resolved = resolve(this.#document, value);
    if ('missing' in resolved || resolved.reference === undefined) return resolved;
    return { ...resolved, found: this.share(resolved.found) };
  }

  /** Counts what several parts of the definition have in common, as if each had it for itself. */
  share<Value>(value: Value): Value {
    this.#chars += sizeOf(value, this.#measured);
    if (this.#chars > followedCharsMax) throw badRequest('Invalid OpenAPI input: its references stand for too much.');
    return value;
  }
}
