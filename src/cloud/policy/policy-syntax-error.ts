/** Why a text is no policy; services choose their own words by it. */
export type PolicyFault =
  /** No JSON, or no JSON object. */
  | 'json'
  | 'size'
  | 'depth'
  | 'duplicate key'
  | 'version'
  /** A required element is not there. */
  | 'missing'
  | 'unknown element'
  | 'effect'
  /** A list without values. */
  | 'empty'
  /** A value is of another type than the grammar's. */
  | 'type'
  /** An element and its negation in one statement. */
  | 'exclusive'
  | 'operator';

/**
 * A text that is no policy by the grammar. Not an answer of AWS: each service has its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError';
  readonly fault: PolicyFault;
  /** Where: `Statement[0].Condition.StringEquals`; empty for the whole policy. */
  readonly path: string;
  /** The offending name or value, where there is one. */
  readonly found: string | undefined;
  /** The elements beside an unknown one: some services miss a required element first. */
  readonly siblings: readonly string[];

  constructor(fault: PolicyFault, path: string, reason: string, found?: string, siblings: readonly string[] = []) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.fault = fault;
    this.path = path;
    this.found = found;
    this.siblings = siblings;
  }
}
