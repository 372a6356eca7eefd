import { AwsError } from '../kernel/errors.ts';

/** What a member must satisfy. Data, in AWS's order of evaluation; the source of each is its operation's API page. */
export interface MemberShape {
  readonly required?: boolean;
  /** Length of strings, blobs, lists and maps; value of numbers. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** The pattern as AWS prints it, when it is not the source of `pattern`. */
  readonly patternText?: string;
  readonly enum?: readonly string[];
  /** Members of each element of a list, or each value of a map. */
  readonly each?: MemberShape;
  readonly members?: InputShape;
  /** What AWS says of the whole list where an element breaks `each`; else it names the element. */
  readonly eachText?: string;
  /** AWS prints no value: `Value at 'plaintext' failed …`. It prints none of blobs either. */
  readonly sensitive?: boolean;
  /** AWS's name of the structure, where it prints one: `KeySchemaElement(attributeName=pk, keyType=HASH)`. */
  readonly structure?: string;
}

/** The constraints of an input's members, in the order in which AWS tells those that are broken. */
export type InputShape = Readonly<Record<string, MemberShape>>;

/** How a service words its complaints; the default is what most JSON and query services say. */
export interface Wording {
  readonly code?: string;
  /** `TableName` → `tableName`, as most services print paths. */
  readonly path?: (member: string) => string;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** All that is wrong with `input`, in AWS's words: `Value '' at 'name' failed to satisfy constraint: …`. */
export function violations(input: unknown, shape: InputShape, wording: Wording = {}): string[] {
  const found: string[] = [];
  walkMembers(input, shape, '', wording.path ?? lowerFirst, found);
  return found;
}

/** Throws AWS's validation error for the first to the last violation; `ValidationException` unless worded otherwise. */
export function assertShape(input: unknown, shape: InputShape, wording: Wording = {}): void {
  const found = violations(input, shape, wording);
  if (found.length === 0) return;
  const plural = found.length === 1 ? '' : 's';
  throw new AwsError(
    wording.code ?? 'ValidationException',
    `${found.length} validation error${plural} detected: ${found.join('; ')}`,
  );
}

type PathOf = (member: string) => string;

function walkMembers(input: unknown, shape: InputShape, prefix: string, pathOf: PathOf, found: string[]): void {
  const record = (input ?? {}) as Readonly<Record<string, unknown>>;
  for (const [member, constraint] of Object.entries(shape)) {
    const path = prefix + pathOf(member);
    const value = Object.hasOwn(record, member) ? record[member] : undefined;
    walkValue(value, constraint, path, pathOf, found);
  }
}

function walkValue(value: unknown, shape: MemberShape, path: string, pathOf: PathOf, found: string[]): void {
  if (value === undefined || value === null) {
    if (shape.required) found.push(complaint(' null', path, 'Member must not be null'));
    return;
  }
  const rules = brokenRules(value, shape);
  const isWhole = shape.eachText !== undefined;
  if (shape.eachText !== undefined && breaksEach(value, shape, pathOf)) rules.push(shape.eachText);
  if (rules.length > 0) {
    // Only now: showing a valid value would cost as much as serializing it.
    const isHidden = shape.sensitive || value instanceof Uint8Array;
    const shown = isHidden ? '' : ` '${show(value, shape)}'`;
    for (const rule of rules) found.push(complaint(shown, path, rule));
  }
  if (shape.each && !isWhole && typeof value === 'object') walkEach(value, shape.each, path, pathOf, found);
  if (shape.members) walkMembers(value, shape.members, `${path}.`, pathOf, found);
}

function breaksEach(value: unknown, { each }: MemberShape, pathOf: PathOf): boolean {
  const found: string[] = [];
  if (each && typeof value === 'object' && value !== null) walkEach(value, each, '', pathOf, found);
  return found.length > 0;
}

function walkEach(value: object, each: MemberShape, path: string, pathOf: PathOf, found: string[]): void {
  if (Array.isArray(value)) {
    value.forEach((element, index) => {
      walkValue(element, each, `${path}.${index + 1}.member`, pathOf, found);
    });
    return;
  }
  for (const [key, element] of Object.entries(value)) walkValue(element, each, `${path}.${key}.member`, pathOf, found);
}

function brokenRules(value: unknown, { min, max, pattern, patternText, enum: allowed }: MemberShape): string[] {
  const rules: string[] = [];
  const isNumber = typeof value === 'number';
  const isMeasured = max !== undefined || min !== undefined;
  const size = isNumber ? value : isMeasured ? sizeOf(value) : 0;
  const what = isNumber ? 'value' : 'length';
  // Turned round, as NaN is neither more nor less than anything.
  if (max !== undefined && !(size <= max)) rules.push(`Member must have ${what} less than or equal to ${max}`);
  if (min !== undefined && !(size >= min)) rules.push(`Member must have ${what} greater than or equal to ${min}`);
  if (pattern && typeof value === 'string' && !pattern.test(value)) {
    rules.push(`Member must satisfy regular expression pattern: ${patternText ?? pattern.source}`);
  }
  if (allowed && typeof value === 'string' && !allowed.includes(value)) {
    rules.push(`Member must satisfy enum value set: [${allowed.join(', ')}]`);
  }
  return rules;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function show(value: unknown, shape: MemberShape = {}): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map((element) => show(element, shape.each)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return shape.structure === undefined ? JSON.stringify(value) : showStructure(value, shape.structure, shape.members);
}

/** As Java's generated `toString` does: `Name(member=value, member=null)`. */
function showStructure(value: object, name: string, members: InputShape = {}): string {
  const record = value as Readonly<Record<string, unknown>>;
  const shown = Object.entries(members).map(([member, shape]) => {
    return `${lowerFirst(member)}=${Object.hasOwn(record, member) ? show(record[member], shape) : 'null'}`;
  });
  return `${name}(${shown.join(', ')})`;
}

const complaint = (shown: string, path: string, rule: string): string =>
  `Value${shown} at '${path}' failed to satisfy constraint: ${rule}`;
