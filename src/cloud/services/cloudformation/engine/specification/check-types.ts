import { UnsupportedError } from '../../../../kernel/errors.ts';
import { matchesGlob } from '../../../../kernel/glob.ts';
import { loadKnownTypes } from '../../../../resource-types/known-types.ts';
import { templateFormatError, validationError } from '../../errors.ts';
import type { ResourceDeclaration, Template } from '../template/template.ts';

/** Whether some service here makes resources of a type. */
export type IsEmulated = (type: string) => boolean;

/** Types that users name themselves: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
export const isCustomType = (type: string): boolean =>
  type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');

/** Made by the engine itself. */
export const engineTypes = [
  'AWS::CloudFormation::Macro',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::WaitCondition',
  'AWS::CloudFormation::WaitConditionHandle',
] as const;

export type EngineType = (typeof engineTypes)[number];

export const isEngineType = (type: string): type is EngineType => engineTypes.some((name) => name === type);

/** Throws AWS's complaint, naming all types of the template that do not exist, whatever its conditions are. */
export async function assertTypesExist(template: Template, isEmulated: IsEmulated): Promise<void> {
  const isKnown = await loadKnownTypes();
  const unknown = typesOf(Object.values(template.resources)).filter(
    (type) => !isCustomType(type) && !isEmulated(type) && !isKnown(type),
  );
  const modules = unknown.filter((type) => type.endsWith('::MODULE'));
  if (modules.length > 0) throw new UnsupportedError(`modules of CloudFormation (${modules.join(', ')})`);
  if (unknown.length > 0) throw templateFormatError(`Unrecognized resource types: [${unknown.join(', ')}]`);
}

/** Names all types that AWS has and nobody here, so that nothing is made of a template that would fail half way. */
export function assertTypesEmulated(resources: Iterable<ResourceDeclaration>, isEmulated: IsEmulated): void {
  const missing = typesOf(resources).filter((type) => !isCustomType(type) && !isEmulated(type));
  if (missing.length > 0) throw new UnsupportedError(missing.join(', '));
}

/** Throws AWS's complaint about a type that the request's ResourceTypes leave out. */
export function assertTypesAllowed(template: Template, allowed: readonly string[] | undefined): void {
  if (allowed === undefined || allowed.length === 0) return;
  const types = typesOf(Object.values(template.resources));
  const refused = types.find((type) => !allowed.some((pattern) => matchesGlob(pattern, type)));
  if (refused === undefined) return;
  throw validationError(`Resource type ${refused} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`);
}

const typesOf = (resources: Iterable<ResourceDeclaration>): string[] => [
  ...new Set(Array.from(resources, ({ Type }) => Type)),
];
