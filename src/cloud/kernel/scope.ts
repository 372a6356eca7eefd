/** Where state and calls belong: the account and the region that are part of every key and every ARN. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}
