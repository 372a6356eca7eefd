import { matchesGlob } from '../../../../kernel/glob.ts';
import { parseJson } from '../../../../kernel/json.ts';
import { validationError } from '../../errors.ts';
import { isRecord, type Json } from '../template/template.ts';

/** What an update would do to a resource that is there. */
export type UpdateAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete';

const actions: ReadonlySet<string> = new Set(['Update:*', 'Update:Modify', 'Update:Replace', 'Update:Delete']);

/** What an update is about to do, in the words of stack policies. */
export interface PolicyQuestion {
  readonly action: UpdateAction;
  readonly logicalId: string;
  readonly type: string;
}

/**
 * Throws AWS's complaint about a text that is no stack policy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function assertStackPolicy(text: string): void {
  const statements = statementsOf(text);
  if (!statements) throw invalid('Invalid stack policy');
  for (const statement of statements) {
    const { Effect, Principal, Condition, Resource, NotResource } = statement;
    if (Effect !== 'Allow' && Effect !== 'Deny') throw invalid(`Unknown effect '${Effect}' in statement {}`);
    const action = listed(statement.Action ?? statement.NotAction);
    if (action.length === 0) throw invalid('Missing action in statement {}');
    const unknown = action.find((name) => !actions.has(name));
    if (unknown !== undefined) throw invalid(`Unknown action '${unknown}' in statement {}`);
    if (Principal !== '*') throw invalid(`Unknown principal '${quoted(Principal)}' in statement {}`);
    if (Resource === undefined && NotResource === undefined && Condition === undefined) {
      throw invalid('Missing resource in statement {}');
    }
  }
}

const invalid = (problem: string) => validationError(`Error validating stack policy: ${problem}`);

const quoted = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Undefined for what is no list of statements. */
function statementsOf(text: string): Json[] | undefined {
  const policy = parseJson(text);
  if (!isRecord(policy)) return undefined;
  const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  return statements.length > 0 && statements.every(isRecord) ? statements : undefined;
}

/**
 * Why the policy keeps an update from doing that; undefined where it may. What no statement allows is denied, once there
 * is a policy at all.
 */
export function denialBy(text: string | undefined, question: PolicyQuestion): string | undefined {
  const statements = text === undefined || text === '' ? undefined : statementsOf(text);
  if (!statements) return undefined;
  const resource = `LogicalResourceId/${question.logicalId}`;
  const denying = statements.findIndex((statement) => statement.Effect === 'Deny' && isAbout(statement, question));
  const statement = statements[denying];
  if (statement) {
    const named = listed(statement.Action).join(', ') || question.action;
    const target = listed(statement.Resource).join(', ') || resource;
    return `Action denied by stack policy: Statement [#${denying + 1}] does not allow [${named}] for resource [${target}];`;
  }
  const isAllowed = statements.some((candidate) => candidate.Effect === 'Allow' && isAbout(candidate, question));
  return isAllowed ? undefined : 'Action not allowed by stack policy';
}

function isAbout(statement: Json, { action, logicalId, type }: PolicyQuestion): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const name = `LogicalResourceId/${logicalId}`;
  if (Action !== undefined ? !matchesAny(listed(Action), action) : matchesAny(listed(NotAction), action)) return false;
  if (Resource !== undefined && !matchesAny(listed(Resource), name)) return false;
  // A condition without a resource speaks of nothing, as AWS's examples all have both.
  if (Resource === undefined && (NotResource === undefined || matchesAny(listed(NotResource), name))) return false;
  return Condition === undefined || holds(Condition, type);
}

/** `ResourceType` is the only key that there is, `StringEquals` and `StringLike` the only operators. */
function holds(condition: unknown, type: string): boolean {
  if (!isRecord(condition)) return false;
  return Object.entries(condition).every(([operator, keys]) => {
    const wanted = isRecord(keys) ? listed(keys.ResourceType) : [];
    return operator === 'StringLike' ? matchesAny(wanted, type) : operator === 'StringEquals' && wanted.includes(type);
  });
}

const listed = (value: unknown): string[] => {
  const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map(String);
};

const matchesAny = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesGlob(pattern, text));
