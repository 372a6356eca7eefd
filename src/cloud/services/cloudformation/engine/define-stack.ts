import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { CloudKernel, Context } from '../../../service-kit/contract.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState, StackDefinition } from '../state.ts';
import { type Blueprint, makeBlueprint } from './blueprint.ts';
import { type FetchParameter, resolveParameters } from './parameters/parameter-values.ts';
import {
  assertTypesEmulated,
  assertTypesExist,
  type IsEmulated,
  nestedStackType,
} from './specification/check-types.ts';
import { assertCapabilities } from './template/capabilities.ts';
import { fetchTemplate, type TemplateSource } from './template/fetch-template.ts';
import type { GivenValues } from './template/language-extensions.ts';
import { readTemplate } from './template/read-template.ts';
import type { Template } from './template/template.ts';

/** What CreateStack, UpdateStack, CreateChangeSet and nested stacks say alike of the stack they want. */
export interface DefinitionRequest extends TemplateSource {
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly RoleARN?: string | undefined;
}

/** Whose definition it is. */
interface Place {
  readonly stackId: string;
  readonly stackName: string;
  /** The definition in force, for previous values and templates. */
  readonly previous?: StackDefinition | undefined;
  readonly isChangeSet?: boolean;
}

/** A request for a stack, read: what is kept of it, and what is worked with. */
export interface DefinedStack {
  readonly definition: StackDefinition;
  readonly blueprint: Blueprint;
}

/** Reads and checks a request for a stack. Throws AWS's ValidationError for what cannot be. */
export async function defineStack(
  context: Context<CloudFormationRuntime>,
  state: CloudFormationState,
  request: DefinitionRequest,
  place: Place,
): Promise<DefinedStack> {
  const templateBody = await bodyOf(context, request, place.previous);
  const template = readTemplate(templateBody, givenValues(request, place.previous));
  const isEmulated = emulatedTypes(context.kernel);
  await assertTypesExist(template, isEmulated);
  const capabilities = request.Capabilities ?? [];
  assertCapabilities(template, capabilities, place.isChangeSet === true);
  assertTransformed(template);
  const parameters = await resolveParameters(template, {
    given: request.Parameters ?? [],
    previous: place.previous?.parameters ?? [],
    fetch: storedParameter(context),
  });
  const roleArn = request.RoleARN ?? place.previous?.roleArn;
  const definition: StackDefinition = {
    templateBody,
    parameters,
    tags: tagsOf(request.Tags) ?? place.previous?.tags ?? {},
    capabilities,
    ...(roleArn !== undefined && { roleArn }),
  };
  const blueprint = await blueprintOf(context, state, definition, place, template);
  assertTypesEmulated(blueprint.resources.values(), isEmulated);
  return { definition, blueprint };
}

/** The types of all services, and nested stacks, which are a part of the engine. */
export const emulatedTypes =
  (kernel: CloudKernel): IsEmulated =>
  (type) =>
    type === nestedStackType || kernel.resourceType(type) !== undefined;

/** The blueprint of a definition that was checked before, as a change set's when it is executed. */
export function blueprintOf(
  context: Context<CloudFormationRuntime>,
  state: CloudFormationState,
  definition: StackDefinition,
  place: Omit<Place, 'previous'>,
  template: Template = processTemplate(definition.templateBody, storedValues(definition)),
): Promise<Blueprint> {
  return makeBlueprint(template, definition, {
    account: context.account,
    region: context.region,
    stackId: place.stackId,
    stackName: place.stackName,
    exported: (name) => state.exports.get(name)?.value,
  });
}

/** A stack without a template to reuse must be given one, whatever it asked for. */
function bodyOf(
  context: Context<CloudFormationRuntime>,
  request: DefinitionRequest,
  previous: StackDefinition | undefined,
): Promise<string> {
  if (request.UsePreviousTemplate && previous) return Promise.resolve(previous.templateBody);
  return fetchTemplate(request, (service, operation, input) => context.call(service, operation, input));
}

/** The template with its transforms applied; ones that are not emulated are refused by name. */
export function processTemplate(text: string, given?: GivenValues): Template {
  const template = readTemplate(text, given);
  assertTransformed(template);
  return template;
}

function assertTransformed(template: Template): void {
  const foreign = template.transforms.find((name) => name !== 'AWS::LanguageExtensions');
  if (foreign !== undefined) throw new UnsupportedError(`the transform ${foreign}`);
}

/** Values of a definition's parameters as `Ref` will find them, for what is decided ahead of it. */
export const storedValues = ({ parameters }: StackDefinition): GivenValues =>
  new Map(parameters.map(({ key, given, resolved }) => [key, resolved ?? given]));

/** What the parameters are before they are checked: given anew, or as they were. */
function givenValues({ Parameters = [] }: DefinitionRequest, previous: StackDefinition | undefined): GivenValues {
  const before = previous && storedValues(previous);
  return new Map(
    Parameters.flatMap(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => {
      const value = UsePreviousValue ? before?.get(ParameterKey) : ParameterValue;
      return value === undefined ? [] : [[ParameterKey, value] as const];
    }),
  );
}

/** Undefined when the request says nothing of tags: then the stack keeps its own. An empty list takes them away. */
function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> | undefined {
  if (tags === undefined) return undefined;
  for (const { Key } of tags) {
    if (Key?.startsWith('aws:')) throw validationError('Tags beginning with aws: are reserved for system use');
  }
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

const storedParameter =
  (context: Context<CloudFormationRuntime>): FetchParameter =>
  async (name) => {
    try {
      const answer = await context.call<{ Parameter?: { Value?: string } }>('ssm', 'GetParameter', { Name: name });
      return answer.Parameter?.Value;
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  };
