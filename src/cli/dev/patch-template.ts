import { createHash } from 'node:crypto';

/** A function that got new code. */
export interface PatchedFunction {
  readonly logicalId: string;
  /** As its author calls it: by its name, the path of its construct or its logical id. */
  readonly name: string;
}

export interface PatchedTemplate {
  readonly text: string;
  readonly functions: readonly PatchedFunction[];
  /** Logical ids of versions that gave way to new ones. */
  readonly versions: readonly string[];
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** These are replaced by their code, or lead to a template that is patched itself. */
const followable: ReadonlySet<string> = new Set([
  'AWS::Lambda::Function',
  'AWS::Serverless::Function',
  'AWS::CloudFormation::Stack',
]);

/**
 * Names an asset by another hash in a template. Versions of its functions get new logical ids, as the CDK would give them,
 * or aliases would go on with the old code. Undefined where that is not enough, or a version's id is not the CDK's.
 */
export function patchTemplate(template: string, before: string, after: string): PatchedTemplate | undefined {
  const { Resources = {} } = JSON.parse(template) as { readonly Resources?: Readonly<Record<string, Resource>> };
  const using = Object.entries(Resources).filter(([, { Properties }]) => JSON.stringify(Properties)?.includes(before));
  if (using.some(([, { Type }]) => !followable.has(Type))) return undefined;
  const changed = using.filter(([, { Type }]) => Type.endsWith('::Function'));
  const ids = new Set(changed.map(([logicalId]) => logicalId));
  const versions = Object.entries(Resources).flatMap(([logicalId, { Type, Properties }]) =>
    Type === 'AWS::Lambda::Version' && isOfOneOf(ids, Properties?.FunctionName) ? [logicalId] : [],
  );
  if (!versions.every((logicalId) => /.[0-9a-f]{32}$/.test(logicalId))) return undefined;
  let text = template.replaceAll(before, after);
  for (const logicalId of versions) text = text.replaceAll(logicalId, nextVersion(logicalId, after));
  const functions = changed.map(([logicalId, resource]) => ({ logicalId, name: nameOf(logicalId, resource) }));
  return { text, functions, versions };
}

/** `{ Ref }` or `{ Fn::GetAtt }` of one of the functions. */
function isOfOneOf(ids: ReadonlySet<string>, reference: unknown): boolean {
  const { Ref, 'Fn::GetAtt': attribute } = (reference ?? {}) as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: unknown;
  };
  const named = Ref ?? (Array.isArray(attribute) ? attribute[0] : attribute);
  return ids.has(String(named).split('.')[0] ?? '');
}

/** The CDK ends the id by 32 digits of a hash over the function. */
const nextVersion = (logicalId: string, hash: string): string =>
  logicalId.slice(0, -32) +
  createHash('sha256')
    .update(logicalId + hash)
    .digest('hex')
    .slice(0, 32);

const usualEnds: ReadonlySet<string> = new Set(['Resource', 'Function', 'Handler', 'Lambda']);

function nameOf(logicalId: string, { Properties, Metadata }: Resource): string {
  const { FunctionName } = Properties ?? {};
  if (typeof FunctionName === 'string') return FunctionName;
  const parts = String(Metadata?.['aws:cdk:path'] ?? '')
    .split('/')
    .slice(1);
  while (parts.length > 1 && usualEnds.has(parts.at(-1) ?? '')) parts.pop();
  return parts.join('/') || logicalId;
}
