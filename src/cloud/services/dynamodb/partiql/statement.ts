import type { BoundAction, BoundCondition } from '../expressions/bound.ts';
import type { DocumentPath } from '../expressions/paths.ts';
import type { Item } from '../values/attribute-value.ts';

/** `"Orders"."byCustomer"`: a table and, in SELECT, one of its indexes. */
export interface Source {
  readonly tableName: string;
  readonly indexName: string | undefined;
}

export interface OrderTerm {
  readonly name: string;
  readonly isDescending: boolean;
}

export interface Select {
  readonly kind: 'select';
  readonly source: Source;
  /** Undefined is `*`. */
  readonly paths: readonly DocumentPath[] | undefined;
  readonly where: BoundCondition | undefined;
  readonly order: readonly OrderTerm[];
}

export interface Insert {
  readonly kind: 'insert';
  readonly source: Source;
  readonly item: Item;
}

export interface Returning {
  readonly isAll: boolean;
  readonly isOld: boolean;
}

export interface Update {
  readonly kind: 'update';
  readonly source: Source;
  readonly actions: readonly { readonly path: DocumentPath; readonly action: BoundAction }[];
  readonly where: BoundCondition | undefined;
  readonly returning: Returning | undefined;
}

export interface Delete {
  readonly kind: 'delete';
  readonly source: Source;
  readonly where: BoundCondition | undefined;
  readonly returning: Returning | undefined;
}

/** `EXISTS(SELECT …)`, a check of a transaction. */
export interface Exists {
  readonly kind: 'exists';
  readonly select: Select;
}

/** A statement with its parameters in it. */
export type Statement = Select | Insert | Update | Delete | Exists;
