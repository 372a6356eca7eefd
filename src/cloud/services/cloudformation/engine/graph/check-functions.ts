import { templateFormatError, validationError } from '../../errors.ts';
import { intrinsicOf, isRecord, type Template } from '../template/template.ts';
import { referencesIn } from './references.ts';

/** In AWS's order, for its complaint names them all. */
const supported = [
  'Fn::Base64',
  'Fn::GetAtt',
  'Fn::GetAZs',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Split',
  'Fn::FindInMap',
  'Fn::Select',
  'Ref',
  'Fn::Equals',
  'Fn::If',
  'Fn::Not',
  'Condition',
  'Fn::And',
  'Fn::Or',
  'Fn::Contains',
  'Fn::EachMemberEquals',
  'Fn::EachMemberIn',
  'Fn::ValueOf',
  'Fn::ValueOfAll',
  'Fn::RefAll',
  'Fn::Sub',
  'Fn::Cidr',
  'Fn::GetStackOutput',
];

/** Only with the transform AWS::LanguageExtensions. */
const extensions: ReadonlySet<string> = new Set(['Fn::Length', 'Fn::ToJsonString']);

/** Throws AWS's complaint about functions that there are not, or not where they stand. */
export function checkFunctions(template: Template): void {
  const isExtended = template.transforms.includes('AWS::LanguageExtensions');
  const { resources, outputs, conditions } = template;
  const visit = (name: string, argument: unknown): void => assertSupported(name, argument, isExtended);
  walk([Object.values(resources).map(({ Properties }) => Properties), Object.values(outputs), conditions], visit);
  for (const { DeletionPolicy, UpdateReplacePolicy } of Object.values(resources)) {
    assertText('DeletionPolicy', DeletionPolicy, isExtended);
    assertText('UpdateReplacePolicy', UpdateReplacePolicy, isExtended);
  }
  walk(conditions, (name) => {
    if (name !== 'Fn::ImportValue' && name !== 'Fn::GetStackOutput') return;
    throw validationError(`Template error: Cannot use ${name} in Conditions.`);
  });
  for (const [key, { Export }] of Object.entries(outputs)) {
    if (!Export || !dependsOnWorld(Export.Name, template)) continue;
    throw templateFormatError(
      `Output ${key} is malformed. The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.`,
    );
  }
}

function walk(value: unknown, visit: (name: string, argument: unknown) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (!isRecord(value)) return;
  const intrinsic = intrinsicOf(value);
  if (intrinsic) visit(intrinsic.name, intrinsic.argument);
  for (const member of Object.values(value)) walk(member, visit);
}

function assertSupported(name: string, argument: unknown, isExtended: boolean): void {
  if (!supported.includes(name) && !(isExtended && extensions.has(name))) {
    throw validationError(
      `Template error: Encountered unsupported function: ${name} Supported functions are: [${supported.join(', ')}]`,
    );
  }
  if (name === 'Fn::FindInMap' && !isExtended && Array.isArray(argument) && argument.length > 3) {
    throw validationError(
      'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    );
  }
}

function assertText(member: string, policy: unknown, isExtended: boolean): void {
  if (policy === undefined || typeof policy === 'string' || isExtended) return;
  throw templateFormatError(`Every ${member} member must be a string.`);
}

/** Whether a name is known before anything is made: exports must be told apart before a stack is. */
function dependsOnWorld(value: unknown, { resources }: Template): boolean {
  let isDependent = referencesIn(value).some(
    (reference) =>
      reference.kind === 'attribute' ||
      reference.kind === 'import' ||
      (reference.kind === 'ref' && Object.hasOwn(resources, reference.name)),
  );
  walk(value, (name) => {
    if (name === 'Fn::GetAZs' || name === 'Fn::GetStackOutput') isDependent = true;
  });
  return isDependent;
}
