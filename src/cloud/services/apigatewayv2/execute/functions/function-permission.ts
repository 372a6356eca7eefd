import { AwsError } from '../../../../kernel/errors.ts';
import { matchesGlob } from '../../../../kernel/glob.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { TraceOrigin } from '../../../../kernel/trace.ts';
import type { FunctionTarget } from '../../compile/function-target.ts';

interface Statement {
  readonly Effect?: string;
  readonly Principal?:
    | string
    | { readonly Service?: string | readonly string[]; readonly AWS?: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** May this caller call this function on behalf of one of these sources? */
interface PermissionQuestion {
  readonly target: FunctionTarget;
  /** Any of them will do: a route of `ANY` is known by the request's method and by its own. */
  readonly sourceArns: readonly string[];
  readonly caller: Caller;
  readonly parent: string;
  readonly trace: TraceOrigin;
}

/** Parsed policies by their text; AWS caps a policy at 20 KB and there are few functions behind an API. */
const parsedMax = 500;
const parsed = new Map<string, readonly Statement[]>();

/**
 * Whether the function's resource policy lets API Gateway call it; https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html.
 * Asked at each request, as a permission may be removed at any time.
 */
export async function mayInvoke(kernel: Kernel, question: PermissionQuestion): Promise<boolean> {
  const { target, caller, parent, trace } = question;
  const input = { FunctionName: target.name, ...(target.qualifier && { Qualifier: target.qualifier }) };
  const options = { caller, parent, trace, account: target.account, region: target.region };
  try {
    const { Policy } = await kernel.call<{ readonly Policy?: string }>('lambda', 'GetPolicy', input, options);
    return allows(statementsOf(Policy ?? '{}'), question);
  } catch (error) {
    // Neither a function without a policy nor one that is not there can be called.
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return false;
    throw error;
  }
}

function statementsOf(policy: string): readonly Statement[] {
  let statements = parsed.get(policy);
  if (!statements) {
    const { Statement = [] } = JSON.parse(policy) as { readonly Statement?: Statement | readonly Statement[] };
    statements = [Statement].flat() as readonly Statement[];
    if (parsed.size >= parsedMax) parsed.clear();
    parsed.set(policy, statements);
  }
  return statements;
}

/** Exported for tests. An explicit deny beats every allow. */
export function allows(
  statements: readonly Statement[],
  question: Pick<PermissionQuestion, 'sourceArns' | 'caller'>,
): boolean {
  const fitting = statements.filter((statement) => applies(statement, question));
  return fitting.some(({ Effect }) => Effect === 'Allow') && !fitting.some(({ Effect }) => Effect === 'Deny');
}

function applies(
  statement: Statement,
  { sourceArns, caller }: Pick<PermissionQuestion, 'sourceArns' | 'caller'>,
): boolean {
  const { Principal, Action = [], Condition = {} } = statement;
  const services = Principal === '*' ? ['*'] : typeof Principal === 'object' ? listOf(Principal.Service) : [];
  if (!services.some((service) => service === '*' || service === caller.principal)) return false;
  if (!listOf(Action).some((action) => matchesGlob(action.toLowerCase(), 'lambda:invokefunction'))) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, valuesFor(key, sourceArns, caller), listOf(wanted))),
  );
}

function valuesFor(key: string, sourceArns: readonly string[], caller: Caller): readonly string[] {
  switch (key.toLowerCase()) {
    case 'aws:sourcearn':
      return sourceArns;
    case 'aws:sourceaccount':
      return [caller.account];
    default:
      return [];
  }
}

function holds(operator: string, values: readonly string[], wanted: readonly string[]): boolean {
  const isLike = /^(ArnLike|ArnEquals|StringLike)(IfExists)?$/.test(operator);
  if (!isLike && !/^StringEquals(IfExists)?$/.test(operator)) return false;
  if (values.length === 0) return operator.endsWith('IfExists');
  return values.some((value) => wanted.some((text) => (isLike ? matchesGlob(text, value) : text === value)));
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
