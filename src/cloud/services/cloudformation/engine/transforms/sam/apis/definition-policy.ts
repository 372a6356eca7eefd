import { made, textOf } from '../language/legacy/made-text.ts';
import { legacyMap, madeMap, setMade } from '../language/legacy/ordered-map.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isEqual, isMap, isNothing, isTruthy, listOf } from '../language/values.ts';
import { assertMap, invalidDefinition } from './definition-paths.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

const policyKey = 'x-amazon-apigateway-policy';

/** Who may call the methods of a path. */
export function addResourcePolicy(editor: SwaggerEditor, policy: unknown, path: string, stage: unknown): void {
  if (isNothing(policy)) return;
  assertMap(policy, 'Resource Policy is not a valid dictionary.');
  const arns = () => editor.methodArns(path, stage);
  if (!isNothing(policy.AwsAccountWhitelist)) addAccounts(editor, policy.AwsAccountWhitelist, 'Allow', arns());
  if (!isNothing(policy.AwsAccountBlacklist)) addAccounts(editor, policy.AwsAccountBlacklist, 'Deny', arns());
  if (!isNothing(policy.IpRangeWhitelist)) addAddresses(editor, policy.IpRangeWhitelist, 'NotIpAddress', arns());
  if (!isNothing(policy.IpRangeBlacklist)) addAddresses(editor, policy.IpRangeBlacklist, 'IpAddress', arns());
  for (const [list, operator] of [
    ['Blacklist', 'StringEquals'],
    ['Whitelist', 'StringNotEquals'],
  ] as const) {
    const sources = itemsOf(policy[`SourceVpc${list}`]);
    if (!(sources ?? []).every((source) => typeof source === 'string')) {
      throw invalidDefinition(
        `SourceVpc${list} must be a list of strings. Use IntrinsicVpc${list} instead for values that use Intrinsic Functions`,
      );
    }
    const networks = networksOf(
      sources as string[] | undefined,
      policy[`IntrinsicVpc${list}`],
      policy[`IntrinsicVpce${list}`],
    );
    addDenied(editor, networks, operator, arns());
  }
  setMade(editor.document, policyKey, editor.resourcePolicy);
}

/** Statements of the template's own. */
export function addCustomStatements(editor: SwaggerEditor, statements: unknown): void {
  if (!isNothing(statements)) {
    setMade(editor.resourcePolicy, 'Version', made('2012-10-17'));
    const present = editor.resourcePolicy.Statement;
    if (isNothing(present)) setMade(editor.resourcePolicy, 'Statement', statements);
    else addStatements(editor, listOf(statements), true);
  }
  setMade(editor.document, policyKey, editor.resourcePolicy);
}

function addAccounts(editor: SwaggerEditor, given: unknown, effect: string, arns: unknown[]): void {
  if (!isTruthy(given)) return;
  if (!isMap(given) && !Array.isArray(given)) {
    throw invalidDefinition(`Type of '${pythonText(given)}' must be a list or dictionary`);
  }
  setMade(editor.resourcePolicy, 'Version', made('2012-10-17'));
  const statement = madeMap({
    Effect: effect,
    Action: 'execute-api:Invoke',
    Resource: arns,
    Principal: legacyMap([[made('AWS'), listOf(given)]]),
  });
  if (isNothing(editor.resourcePolicy.Statement)) setMade(editor.resourcePolicy, 'Statement', statement);
  else addStatements(editor, [statement], false);
}

function addAddresses(editor: SwaggerEditor, given: unknown, operator: string, arns: unknown[]): void {
  if (!isTruthy(given)) return;
  addExcept(editor, { [operator]: { 'aws:SourceIp': listOf(given) } }, arns);
}

function addDenied(editor: SwaggerEditor, networks: Fields, operator: string, arns: unknown[]): void {
  if (isTruthy(networks['aws:SourceVpc']) || isTruthy(networks['aws:SourceVpce'])) {
    addExcept(editor, { [operator]: networks }, arns);
  }
}

/** Networks and endpoints of networks. */
function networksOf(sources: readonly string[] | undefined, networks: unknown, endpoints: unknown): Fields {
  const found = legacyMap();
  const add = (key: string, items: readonly unknown[]) => {
    if (!has(found, key)) setMade(found, key, []);
    (found[key] as unknown[]).push(...items);
  };
  const [vpcs, vpces] = ['vpc-', 'vpce-'].map((prefix) =>
    (sources ?? []).filter((source) => textOf(source).startsWith(prefix)),
  ) as [string[], string[]];
  if (vpcs.length > 0) add('aws:SourceVpc', vpcs);
  if (vpces.length > 0) add('aws:SourceVpce', vpces);
  if (!isNothing(networks)) add('aws:SourceVpc', itemsOf(networks) ?? []);
  if (!isNothing(endpoints)) add('aws:SourceVpce', itemsOf(endpoints) ?? []);
  return found;
}

/** Allows the calls, but denies them under the condition. */
function addExcept(editor: SwaggerEditor, condition: Fields, arns: unknown[]): void {
  setMade(editor.resourcePolicy, 'Version', made('2012-10-17'));
  const common = { Action: 'execute-api:Invoke', Resource: arns, Principal: '*' };
  const allow = madeMap({ Effect: 'Allow', ...common });
  const deny = madeMap({ Effect: 'Deny', ...common, Condition: condition });
  if (isNothing(editor.resourcePolicy.Statement)) setMade(editor.resourcePolicy, 'Statement', [allow, deny]);
  else addStatements(editor, [allow, deny], true);
}

function addStatements(editor: SwaggerEditor, added: readonly unknown[], isOnce: boolean): void {
  const present = editor.resourcePolicy.Statement;
  const statements = listOf(present);
  for (const statement of added) {
    if (!isOnce || !statements.some((one) => isEqual(one, statement))) statements.push(statement);
  }
  setMade(editor.resourcePolicy, 'Statement', statements);
}

/** What Python iterates over. */
function itemsOf(value: unknown): unknown[] | undefined {
  if (isNothing(value)) return undefined;
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...value];
  return isMap(value) ? Object.keys(value) : [value];
}
