import type {
  GetTemplateCommandInput,
  GetTemplateCommandOutput,
  GetTemplateSummaryCommandInput,
  GetTemplateSummaryCommandOutput,
  ValidateTemplateCommandInput,
  ValidateTemplateCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Context, Operation } from '../../../kernel/service.ts';
import { processTemplate } from '../engine/define-stack.ts';
import { checkReferences } from '../engine/graph/check-references.ts';
import { loadSpecification } from '../engine/specification/specification.ts';
import { requiredCapabilities } from '../engine/template/capabilities.ts';
import { fetchTemplate, type TemplateSource } from '../engine/template/fetch-template.ts';
import { expandLanguageExtensions } from '../engine/template/language-extensions.ts';
import { parseTemplateText } from '../engine/template/parse-text.ts';
import { readTemplate } from '../engine/template/read-template.ts';
import type { ParameterDeclaration, Template } from '../engine/template/template.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationMachinery } from '../machinery.ts';
import type { CloudFormationState } from '../state.ts';
import { findChangeSet, findStack } from './find-stack.ts';

type Ours<Input, Output> = Operation<Input, Omit<Output, '$metadata'>, CloudFormationState, CloudFormationMachinery>;

/**
 * The template of a stack or a change set: as it was handed in, or after its transforms.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
 */
export const getTemplate: Ours<GetTemplateCommandInput, GetTemplateCommandOutput> = (state, input) => {
  const body = storedBody(state, input.StackName, input.ChangeSetName);
  const hasTransform = body !== '' && readTemplate(body).transforms.length > 0;
  const isProcessed = input.TemplateStage === 'Processed' && hasTransform;
  return {
    ...(body !== '' && { TemplateBody: isProcessed ? processedBody(body) : body }),
    StagesAvailable: ['Original', 'Processed'],
  };
};

const processedBody = (body: string): string => JSON.stringify(expandLanguageExtensions(parseTemplateText(body)));

function storedBody(state: CloudFormationState, stackName: string | undefined, changeSet: string | undefined): string {
  if (changeSet !== undefined) return findChangeSet(state, changeSet, stackName).definition.templateBody;
  if (stackName === undefined) throw validationError('Either StackName or ChangeSetName must be specified.');
  return findStack(state, stackName).definition.templateBody;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export const getTemplateSummary: Ours<GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput> = async (
  state,
  input,
  context,
) => {
  const body =
    input.StackName === undefined ? await givenBody(input, context) : storedBody(state, input.StackName, undefined);
  const template = readTemplate(body);
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
    ResourceTypes: [...new Set(Object.values(template.resources).map(({ Type }) => Type))],
    Version: '2010-09-09',
    Metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
  };
};

/**
 * Checks the template as far as it can be checked without parameters.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html
 */
export const validateTemplate: Ours<ValidateTemplateCommandInput, ValidateTemplateCommandOutput> = async (
  _state,
  input,
  context,
) => {
  const template = processTemplate(await givenBody(input, context));
  await loadSpecification();
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

const isSecret = ({ NoEcho }: ParameterDeclaration): boolean => String(NoEcho) === 'true';

function described(template: Template) {
  const required = requiredCapabilities(template);
  return {
    Description: template.description,
    ...(required && { Capabilities: [...required.capabilities], CapabilitiesReason: required.reason }),
    DeclaredTransforms: [...template.transforms],
  };
}

async function givenBody(source: TemplateSource, context: Context<CloudFormationMachinery>): Promise<string> {
  const body = await fetchTemplate(source, (service, operation, input) => context.call(service, operation, input));
  if (body === undefined) throw validationError('Either Template URL or Template Body must be specified.');
  return body;
}
