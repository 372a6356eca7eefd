import type {
  GetTemplateCommandInput,
  GetTemplateCommandOutput,
  GetTemplateSummaryCommandInput,
  GetTemplateSummaryCommandOutput,
  ResourceIdentifierSummary,
  ValidateTemplateCommandInput,
  ValidateTemplateCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { bodyToRead, emulatedTypes, storedValues } from '../engine/define-stack.ts';
import { checkFunctions } from '../engine/graph/check-functions.ts';
import { checkReferences } from '../engine/graph/check-references.ts';
import { assertTypesExist } from '../engine/specification/check-types.ts';
import { requiredCapabilities } from '../engine/template/capabilities.ts';
import { fetchTemplate, type TemplateSource } from '../engine/template/fetch-template.ts';
import { expandLanguageExtensions, usesLanguageExtensions } from '../engine/template/language-extensions.ts';
import { parseTemplateText } from '../engine/template/parse-text.ts';
import { outlineOf, readParsed } from '../engine/template/read-template.ts';
import { isRecord, type ParameterDeclaration, type Template } from '../engine/template/template.ts';
import { needsTransforms } from '../engine/transforms/apply-transforms.ts';
import { resolveExtensions } from '../engine/transforms/resolve-extensions.ts';
import { transformNames } from '../engine/transforms/transform-calls.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState, StackDefinition } from '../state.ts';
import { unlessEmpty } from './describe-stack.ts';
import { findChangeSet, findStack } from './find-stack.ts';

type Ours<Input, Output> = Operation<Input, Omit<Output, '$metadata'>, CloudFormationState, CloudFormationRuntime>;

/**
 * The template of a stack or a change set: as it was handed in, or after its transforms.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
 */
export const getTemplate: Ours<GetTemplateCommandInput, GetTemplateCommandOutput> = (state, input, context) => {
  const definition = storedDefinition(state, input.StackName, input.ChangeSetName);
  const { templateBody: body } = definition;
  return {
    ...(body !== '' && {
      TemplateBody: input.TemplateStage === 'Processed' ? processedBody(definition) : withAddressesOfS3(body, context),
    }),
    StagesAvailable: ['Original', 'Processed'],
  };
};

/**
 * The AWS CLI and SAM upload nested templates, and write the address into their parent that they know S3 by: ours. `sam
 * delete` asks for the parent, and takes no address that does not begin as those of AWS do.
 */
const withAddressesOfS3 = (body: string, { endpoint, region }: Context): string =>
  body.replace(nestedAddress, (whole, member: string, address: string) =>
    address.startsWith(`${endpoint}/`)
      ? `${member}https://s3.${region}.amazonaws.com${address.slice(endpoint.length)}`
      : whole,
  );

const nestedAddress = /(\b(?:Location|TemplateURL)["']?\s*:\s*["']?)(https?:\/\/[^\s"']+)/g;

function processedBody(definition: StackDefinition): string {
  const body = bodyToRead(definition);
  const parsed = parseTemplateText(body);
  if (!usesLanguageExtensions(parsed)) return body;
  const expanded = expandLanguageExtensions(parsed, storedValues(definition));
  return JSON.stringify(isRecord(expanded) ? resolveExtensions(expanded, definition.parameters) : expanded);
}

function storedDefinition(
  state: CloudFormationState,
  stackName: string | undefined,
  changeSet: string | undefined,
): StackDefinition {
  if (changeSet !== undefined) return findChangeSet(state, changeSet, stackName).definition;
  if (stackName === undefined) throw validationError('Either StackName or ChangeSetName must be specified.');
  return findStack(state, stackName).definition;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export const getTemplateSummary: Ours<GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput> = async (
  state,
  input,
  context,
) => {
  const body =
    input.StackName === undefined
      ? await givenBody(input, context)
      : storedDefinition(state, input.StackName, undefined).templateBody;
  const template = declaredTemplate(body);
  await assertTypesExist(template, emulatedTypes(context.kernel));
  const { metadata } = template;
  return {
    ...described(template),
    Parameters: Object.entries(template.parameters).map(([ParameterKey, declaration]) => ({
      ParameterKey,
      DefaultValue: declaration.Default === undefined ? undefined : String(declaration.Default),
      ParameterType: declaration.Type,
      NoEcho: isSecret(declaration),
      Description: declaration.Description,
      ParameterConstraints: { AllowedValues: declaration.AllowedValues?.map(String) },
    })),
    ResourceIdentifierSummaries: identifierSummaries(template, context),
    ResourceTypes: [...new Set(Object.values(template.resources).map(({ Type }) => Type))],
    Version: '2010-09-09',
    Metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
  };
};

/** By which properties the resources could be imported, by type; types that cannot be imported are not in it. */
function identifierSummaries({ resources }: Template, { kernel }: Context): ResourceIdentifierSummary[] {
  const byType = Map.groupBy(Object.entries(resources), ([, { Type }]) => Type);
  return [...byType].flatMap(([ResourceType, entries]) => {
    const importing = kernel.resourceType(ResourceType)?.importing;
    if (!importing) return [];
    const LogicalResourceIds = entries.map(([logicalId]) => logicalId);
    return [{ ResourceType, LogicalResourceIds, ResourceIdentifiers: [...importing.identifiers] }];
  });
}

/**
 * Checks the template as far as it can be checked without parameters.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html
 */
export const validateTemplate: Ours<ValidateTemplateCommandInput, ValidateTemplateCommandOutput> = async (
  _state,
  input,
  context,
) => {
  const template = declaredTemplate(await givenBody(input, context));
  await assertTypesExist(template, emulatedTypes(context.kernel));
  checkFunctions(template);
  checkReferences(template, () => undefined);
  return {
    ...described(template),
    Parameters: Object.entries(template.parameters).map(([ParameterKey, declaration]) => ({
      ParameterKey,
      DefaultValue: declaration.Default === undefined ? undefined : String(declaration.Default),
      NoEcho: isSecret(declaration),
      Description: declaration.Description,
    })),
  };
};

/** What a template says of itself; of one with macros, only what they leave as it is for sure. */
function declaredTemplate(body: string): Template {
  const parsed = parseTemplateText(body);
  return needsTransforms(parsed) && isRecord(parsed) ? outlineOf(parsed, transformNames(parsed)) : readParsed(parsed);
}

const isSecret = ({ NoEcho }: ParameterDeclaration): boolean => String(NoEcho) === 'true';

function described(template: Template) {
  const required = requiredCapabilities(template);
  return {
    Description: template.description,
    ...(required && { Capabilities: [...required.capabilities], CapabilitiesReason: required.reason }),
    DeclaredTransforms: unlessEmpty(template.transforms),
  };
}

const givenBody = (source: TemplateSource, context: Context<CloudFormationRuntime>): Promise<string> =>
  fetchTemplate(source, (service, operation, input) => context.call(service, operation, input));
