import { insufficientCapabilities, validationError } from '../../errors.ts';
import { isRecord, type ResourceDeclaration, type Template } from './template.ts';

/** IAM types, and the property by which a template names one itself. */
const iamTypes: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** What a caller must acknowledge, and why, in the words of GetTemplateSummary. */
export interface Capabilities {
  readonly capabilities: readonly ('CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_AUTO_EXPAND')[];
  readonly reason: string;
}

/** Whether a transform must be acknowledged where a stack is made of its result at once … */
const isExpandingStack = (transform: string): boolean => transform !== 'AWS::LanguageExtensions';

/** … and where a change set shows it first. */
const isExpandingChangeSet = (transform: string): boolean => !transform.startsWith('AWS::');

/** What the caller must acknowledge; undefined when nothing. */
export function requiredCapabilities(template: Template): Capabilities | undefined {
  const resources = Object.values(template.resources);
  const iam = resources.filter(({ Type }) => Object.hasOwn(iamTypes, Type));
  const isExpanded = template.transforms.some(isExpandingStack);
  if (iam.length === 0) {
    if (!isExpanded) return undefined;
    return {
      capabilities: ['CAPABILITY_AUTO_EXPAND'],
      reason: `The following transform(s) require capabilities: [${template.transforms.join(', ')}]`,
    };
  }
  const types = [...new Set(iam.map(({ Type }) => Type))];
  return {
    capabilities: [
      iam.some(isNamed) ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
      ...(isExpanded ? ['CAPABILITY_AUTO_EXPAND' as const] : []),
    ],
    reason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
  };
}

function isNamed({ Type, Properties }: ResourceDeclaration): boolean {
  const name = iamTypes[Type];
  return name !== undefined && isRecord(Properties) && Object.hasOwn(Properties, name);
}

const known = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

/** Throws AWS's complaint about a capability that there is not. */
export function assertKnownCapabilities(given: readonly string[]): void {
  if (given.every((capability) => known.includes(capability))) return;
  throw validationError(
    `1 validation error detected: Value '[${given.join(', ')}]' at 'capabilities' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${known.join(', ')}]]`,
  );
}

/** CAPABILITY_NAMED_IAM includes CAPABILITY_IAM. */
export function assertCapabilities(template: Template, given: readonly string[]): void {
  const missing = (requiredCapabilities({ ...template, transforms: [] })?.capabilities ?? []).filter(
    (capability) =>
      !given.includes(capability) && !(capability === 'CAPABILITY_IAM' && given.includes('CAPABILITY_NAMED_IAM')),
  );
  if (missing.length > 0) throw insufficientCapabilities(missing);
}

/** Asked before a template is handed to macros: what they make of it is not known yet. */
export function assertExpandable(transforms: readonly string[], given: readonly string[], isChangeSet: boolean): void {
  const isExpanding = isChangeSet ? isExpandingChangeSet : isExpandingStack;
  if (!transforms.some(isExpanding) || given.includes('CAPABILITY_AUTO_EXPAND')) return;
  throw insufficientCapabilities(['CAPABILITY_AUTO_EXPAND']);
}
