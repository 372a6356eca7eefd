import type { Parameter, RollbackConfiguration, Tag } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../kernel/errors.ts';
import type { CloudKernel, Context } from '../../../service-kit/contract.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { type CloudFormationState, cloudFormationState, type StackDefinition } from '../state.ts';
import { type Blueprint, makeBlueprint, type StackOutputName } from './blueprint.ts';
import { checkDynamicReferences } from './check-dynamic-references.ts';
import { type Call, storedParameter } from './deploy/resource/dynamic-references.ts';
import {
  type FetchParameter,
  type ParameterSources,
  parameterScope,
  resolveParameters,
} from './parameters/parameter-values.ts';
import {
  assertTypesAllowed,
  assertTypesEmulated,
  assertTypesExist,
  type IsEmulated,
  isEngineType,
} from './specification/check-types.ts';
import { assertCapabilities, assertExpandable, assertKnownCapabilities } from './template/capabilities.ts';
import { fetchTemplate, type TemplateSource } from './template/fetch-template.ts';
import type { GivenValues } from './template/language-extensions.ts';
import { parseTemplateText } from './template/parse-text.ts';
import { declaredParameters, readParsed, readTemplate } from './template/read-template.ts';
import { isRecord, type Template } from './template/template.ts';
import { applyTransforms, assertTransformsEmulated, needsTransforms } from './transforms/apply-transforms.ts';
import { transformNames } from './transforms/transform-calls.ts';
import { TransformFailed, undeployable } from './transforms/transform-failed.ts';

/** What CreateStack, UpdateStack, CreateChangeSet and nested stacks say alike of the stack they want. */
export interface DefinitionRequest extends TemplateSource {
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
  readonly RollbackConfiguration?: RollbackConfiguration | undefined;
  /** Types that the template may use, with `*` as in `AWS::SQS::*`. */
  readonly ResourceTypes?: readonly string[] | undefined;
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
  assertKnownCapabilities(request.Capabilities ?? []);
  const templateBody = await bodyOf(context, request, place.previous);
  const parsed = parseTemplateText(templateBody);
  const capabilities = request.Capabilities ?? [];
  const transforms = transformNames(parsed);
  assertExpandable(transforms, capabilities, place.isChangeSet === true);
  assertTransformsEmulated(transforms);
  const sources = {
    given: request.Parameters ?? [],
    previous: place.previous?.parameters ?? [],
    fetch: fetchFor(context),
  };
  const read = { context, state, request, place, sources, templateBody };
  if (!needsTransforms(parsed)) return definedBy(parsed, read);
  const processed = await transformed(context, state, parsed, sources);
  const processedBody = JSON.stringify(processed);
  return definedBy(processed, { ...read, processedBody }).catch((error: unknown) => {
    // A change set is there by then; CreateStack and UpdateStack say it at once.
    throw place.isChangeSet ? undeployable(error, processedBody) : error;
  });
}

interface ReadRequest {
  readonly context: Context<CloudFormationRuntime>;
  readonly state: CloudFormationState;
  readonly request: DefinitionRequest;
  readonly place: Place;
  readonly sources: ParameterSources;
  readonly templateBody: string;
  readonly processedBody?: string;
}

/** The stack of a template after its macros, which is checked here. */
async function definedBy(
  parsed: unknown,
  { context, state, request, place, sources, templateBody, processedBody }: ReadRequest,
): Promise<DefinedStack> {
  const capabilities = request.Capabilities ?? [];
  const isEmulated = emulatedTypes(context.kernel);
  const template = readParsed(parsed, givenValues(request, place.previous));
  await assertTypesExist(template, isEmulated);
  assertCapabilities(template, capabilities);
  assertTypesAllowed(template, request.ResourceTypes);
  const parameters = await resolveParameters(template, sources);
  const definition: StackDefinition = {
    templateBody,
    ...(processedBody !== undefined && { processedBody }),
    parameters,
    tags: tagsOf(request.Tags) ?? place.previous?.tags ?? {},
    capabilities,
    ...keptUnlessGiven(request, place.previous),
  };
  const blueprint = await blueprintOf(context, state, definition, place, template);
  assertTypesEmulated(blueprint.resources.values(), isEmulated);
  await checkReferencesOf(context, blueprint, place.isChangeSet === true);
  return { definition, blueprint };
}

/** What an update that does not speak of it leaves as it was. */
function keptUnlessGiven(request: DefinitionRequest, previous: StackDefinition | undefined) {
  const roleArn = request.RoleARN ?? previous?.roleArn;
  const notificationArns = request.NotificationARNs ?? previous?.notificationArns;
  const rollbackConfiguration = request.RollbackConfiguration ?? previous?.rollbackConfiguration;
  return {
    ...(roleArn !== undefined && { roleArn }),
    ...(notificationArns !== undefined && { notificationArns }),
    ...(rollbackConfiguration !== undefined && { rollbackConfiguration }),
  };
}

/** The types of all services, and those that are a part of the engine. */
export const emulatedTypes =
  (kernel: CloudKernel): IsEmulated =>
  (type) =>
    isEngineType(type) || kernel.resourceType(type) !== undefined;

/** The blueprint of a definition that was checked before, as a change set's when it is executed. */
export function blueprintOf(
  context: Context<CloudFormationRuntime>,
  state: CloudFormationState,
  definition: StackDefinition,
  place: Omit<Place, 'previous'>,
  template: Template = readTemplate(bodyToRead(definition), storedValues(definition)),
): Promise<Blueprint> {
  return makeBlueprint(template, definition, {
    account: context.account,
    region: context.region,
    stackId: place.stackId,
    stackName: place.stackName,
    exported: (name) => state.exports.get(name)?.value,
    stackOutput: (wanted) => outputOf(context, wanted),
  });
}

/** An output of any stack of this process, in whatever account and region; undefined when there is no such stack or output. */
function outputOf(
  { kernel, account, region }: Context<CloudFormationRuntime>,
  wanted: StackOutputName,
): string | undefined {
  const place = kernel.world.scope('cloudformation', wanted.account ?? account, wanted.region ?? region);
  const other = cloudFormationState(place);
  const { stackName } = wanted;
  const id = stackName.startsWith('arn:') ? stackName : other.stackIds.get(stackName);
  const outputs = id === undefined ? [] : (other.stacks.get(id)?.outputs ?? []);
  return outputs.find(({ key }) => key === wanted.outputName)?.value;
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

/** The template after its macros: what is read of a definition again. */
export const bodyToRead = ({ processedBody, templateBody }: StackDefinition): string => processedBody ?? templateBody;

/** The template after its macros, which see the values of its parameters. */
async function transformed(
  context: Context<CloudFormationRuntime>,
  state: CloudFormationState,
  parsed: unknown,
  sources: ParameterSources,
): Promise<unknown> {
  const template = isRecord(parsed) ? parsed : {};
  const parameters = declaredParameters(template);
  return applyTransforms(template, {
    account: context.account,
    region: context.region,
    random: context.random,
    now: context.clock.now(),
    parameters: parameterScope(parameters, await resolveParameters({ parameters }, sources)),
    functionOf: (name) => state.macros.get(name),
    call: (service, operation, input) => context.call(service, operation, input),
  });
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

const fetchFor =
  (context: Context<CloudFormationRuntime>): FetchParameter =>
  (name) =>
    storedParameter(name, callOf(context));

const callOf =
  (context: Context<CloudFormationRuntime>): Call =>
  (service, operation, input) =>
    context.call(service, operation, input);

/** What is wrong with a reference is a change set's failure, and the refusal of any other request. */
async function checkReferencesOf(
  context: Context<CloudFormationRuntime>,
  { resources, planned }: Blueprint,
  isChangeSet: boolean,
): Promise<void> {
  try {
    await checkDynamicReferences(resources, planned, callOf(context));
  } catch (error) {
    const isSecure = error instanceof AwsError && error.message.startsWith('SSM Secure');
    throw isChangeSet && isSecure ? new TransformFailed(error.message) : error;
  }
}
