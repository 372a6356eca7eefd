import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../../../service-kit/contract.ts';
import { resourcesOf, type Stack } from '../../../state.ts';
import { stackArn } from '../../blueprint.ts';
import { type DefinedStack, defineStack } from '../../define-stack.ts';
import { isRecord } from '../../template/template.ts';
import { createStackResources } from '../create-run.ts';
import { deleteStackResources } from '../delete-run.ts';
import { perform } from '../perform.ts';
import { ResourceFailure } from '../resource/failure-reason.ts';
import { type Run, stackOf } from '../run.ts';
import { updateStackResources } from '../update-run.ts';

/** How deep stacks may nest; ours. */
const nestedDepthMax = 20;

/** Stacks in an account and region. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const stacksMax = 2000;

/** A stack of its own, that its parent's operations carry along. */
export function nestedStack(parent: Run): ResourceType {
  return {
    properties: ['TemplateURL', 'Parameters', 'Tags', 'TimeoutInMinutes'],
    create: (properties, context) => createNested(parent, properties, context),
    update: (state, properties, _previous, context) => updateNested(parent, state, properties, context),
    delete: (state) => deleteNested(parent, state),
  };
}

/** A failure names the nested stack as made, so that the parent's rollback deletes it. */
async function createNested(parent: Run, properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const { state } = parent;
  assertNotEndless(parent);
  const name = context.generateName(128);
  const id = stackArn(context, name, context.random.uuid());
  const defined = await define(parent, properties, context, { stackId: id, stackName: name });
  const { rootId, id: parentId } = stackOf(parent);
  state.stacks.set(id, {
    id,
    name,
    status: 'CREATE_IN_PROGRESS',
    createdMs: context.clock.now(),
    definition: defined.definition,
    ...(defined.blueprint.template.description !== undefined && {
      description: defined.blueprint.template.description,
    }),
    outputs: [],
    // What is to become of a failed creation is up to the parent, which deletes it or keeps it.
    disableRollback: true,
    retainExceptOnCreate: stackOf(parent).retainExceptOnCreate,
    terminationProtection: false,
    parentId,
    rootId: rootId ?? parentId,
  });
  state.stackIds.set(name, id);
  await work(parent, id, (run) => createStackResources(run, defined.blueprint), Number(properties.TimeoutInMinutes));
  const stack = nestedOf(parent, id);
  if (stack.status === 'CREATE_COMPLETE') return nestedState(stack);
  const reason = `${stack.statusReason ?? ''}${refusalsIn(parent, id)}`;
  throw new ResourceFailure(`Embedded stack ${id} was not successfully created: ${reason}`, { physicalId: id });
}

/**
 * A template may name itself, and does no harm where a condition ends it. Without one it would bring forth stacks until the
 * process dies; AWS has no limit for how deep they nest, but one for how many there are.
 */
function assertNotEndless(parent: Run): void {
  let depth = 1;
  for (let stack = stackOf(parent); stack.parentId !== undefined; depth += 1) {
    stack = stackOf({ state: parent.state, stackId: stack.parentId });
  }
  if (depth > nestedDepthMax) {
    throw new ResourceFailure(
      `Stacks nest more than ${nestedDepthMax} deep: does a template's TemplateURL lead to itself?`,
    );
  }
  const living = [...parent.state.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE');
  if (living.length >= stacksMax) {
    throw new ResourceFailure(`Limit for stack has been exceeded: there are ${stacksMax} stacks in this region`);
  }
}

/** Reasons of our own, and the two that say where a template leads to itself. */
const toldUpwards = /(?:Squall does not emulate|Stacks nest more than|Limit for stack) .*/;

/**
 * What we refused in a nested stack, by name. AWS leaves that to the nested stack's events; here those are over before
 * a client looks for them, and the CDK finds only the parent's.
 */
function refusalsIn(parent: Run, stackId: string): string {
  const reasons = resourcesOf(parent.state, stackId).flatMap(({ status, statusReason }) =>
    status === 'CREATE_FAILED' ? (statusReason?.match(toldUpwards) ?? []) : [],
  );
  return [...new Set(reasons)].map((reason) => `${reason.replace(/[.\s]+$/, '')}. `).join('');
}

/** A failed update has rolled itself back; the parent's rollback then finds the old definition in force. */
async function updateNested(
  parent: Run,
  current: ResourceState,
  properties: Properties,
  context: ResourceContext,
): Promise<ResourceState> {
  const id = current.physicalId;
  const before = nestedOf(parent, id);
  const place = { stackId: id, stackName: before.name, previous: before.definition };
  const defined = await define(parent, properties, context, place);
  parent.state.stacks.set(id, {
    ...before,
    definition: defined.definition,
    stableDefinition: before.stableDefinition ?? before.definition,
    disableRollback: false,
    updatedMs: context.clock.now(),
  });
  await work(parent, id, (run) => updateStackResources(run, defined.blueprint));
  const stack = nestedOf(parent, id);
  if (stack.status === 'UPDATE_COMPLETE') return nestedState(stack);
  throw new ResourceFailure(
    `Embedded stack ${id} was not successfully updated. Currently in ${stack.status} with reason: ${stack.statusReason ?? ''}`,
  );
}

/** What is gone already is no failure: somebody may have deleted it by hand. */
async function deleteNested(parent: Run, { physicalId }: ResourceState): Promise<void> {
  const before = parent.state.stacks.get(physicalId);
  if (!before || before.status === 'DELETE_COMPLETE') return;
  await work(parent, physicalId, (run) => deleteStackResources(run, { retain: [], force: false }));
  const stack = nestedOf(parent, physicalId);
  if (stack.status === 'DELETE_COMPLETE') return;
  throw new ResourceFailure(`Embedded stack ${physicalId} was not successfully deleted: ${stack.statusReason ?? ''}`);
}

/** With the parent's capabilities, role and tags: whoever acknowledged the parent acknowledged what it brings. */
function define(
  parent: Run,
  properties: Properties,
  context: ResourceContext,
  place: { readonly stackId: string; readonly stackName: string; readonly previous?: Stack['definition'] },
): Promise<DefinedStack> {
  const { definition } = stackOf(parent);
  const own = Array.isArray(properties.Tags) ? properties.Tags : [];
  const passedOn = Object.entries(definition.tags).map(([Key, Value]) => ({ Key, Value }));
  return defineStack(
    { ...parent.context, call: (service, operation, input) => context.call(service, operation, input) },
    parent.state,
    {
      TemplateURL: String(properties.TemplateURL ?? ''),
      Parameters: parametersOf(properties.Parameters),
      Tags: [...passedOn, ...own],
      Capabilities: definition.capabilities,
      RoleARN: definition.roleArn,
    },
    place,
  );
}

/** Lists are handed to a nested stack as text with commas. */
const parametersOf = (parameters: unknown): Parameter[] =>
  Object.entries(isRecord(parameters) ? parameters : {}).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: Array.isArray(value) ? value.join(',') : String(value),
  }));

/** Works on the nested stack; cancelled with its parent, orphaned with it as well. */
async function work(
  parent: Run,
  stackId: string,
  task: (run: Run) => Promise<void>,
  timeoutMinutes?: number,
): Promise<void> {
  const { context, state, ownerOf } = parent;
  const hasTimeout = timeoutMinutes !== undefined && Number.isFinite(timeoutMinutes);
  await perform({ context, state, stackId, ownerOf, ...(hasTimeout && { timeoutMinutes }) }, (run) => {
    void run.operation.awaiting.then(parent.operation.awaitSomebody);
    parent.cancelled?.addEventListener('abort', () => run.operation.cancel(), { once: true });
    return task({ ...run, caller: parent.caller });
  });
}

function nestedOf(parent: Run, stackId: string): Stack {
  return stackOf({ state: parent.state, stackId });
}

const nestedState = (stack: Stack): ResourceState => ({
  physicalId: stack.id,
  attributes: Object.fromEntries(stack.outputs.map(({ key, value }) => [`Outputs.${key}`, value])),
});
