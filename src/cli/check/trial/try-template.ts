import { setTimeout as wait } from 'node:timers/promises';
import { AwsError, UnsupportedError } from '../../../cloud/kernel/errors.ts';
import { coerceProperties } from '../../../cloud/resource-types/coerce.ts';
import type { ResourceContext, ResourceState } from '../../../cloud/service-kit/contract.ts';
import { type Blueprint, makeBlueprint } from '../../../cloud/services/cloudformation/engine/blueprint.ts';
import { runGraph } from '../../../cloud/services/cloudformation/engine/graph/run-graph.ts';
import { evaluate } from '../../../cloud/services/cloudformation/engine/intrinsics/evaluate.ts';
import { knownAfterApply } from '../../../cloud/services/cloudformation/engine/intrinsics/scope.ts';
import { readParsed } from '../../../cloud/services/cloudformation/engine/template/read-template.ts';
import { isRecord, type Json, type Template } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { expandTransforms } from './expand-transforms.ts';
import { hasValue, sampleValue } from './sample-value.ts';
import { sampleArchive, type TrialCloud } from './trial-cloud.ts';

/** What became of a template that was tried. */
export interface Trial {
  /** What is refused of resources, by logical id, in the words of whoever refuses it. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Why nothing can be made of the template, here (`refused`) or on AWS either. */
  readonly failure?: { readonly isOurs: boolean; readonly message: string };
}

/** A resource that waits for something is left; nothing that a check wants to know comes later. */
const resourceMaxMs = 2000;

/**
 * Makes each resource of a template in a cloud of its own, as a deploy would, to hear which of them are refused. What fails for
 * another reason says nothing: values of parameters are made up, and code is not there.
 */
export async function tryTemplate(value: unknown, trial: TrialCloud): Promise<Trial> {
  const refusals = new Map<string, string>();
  try {
    const template = await expandTransforms(value, trial);
    if (template === undefined) return { refusals };
    const blueprint = await blueprintOf(template);
    const contextOf = trial.stack();
    const states = new Map<string, ResourceState>();
    const work = async (id: string): Promise<void> => {
      const type = blueprint.resources.get(id)?.Type ?? '';
      const properties = propertiesOf(blueprint, id, states);
      if (properties === undefined) return;
      const idle = trial.refusalOf(type, properties);
      if (idle !== undefined) refusals.set(id, idle);
      const owner = trial.kernel.resourceType(type);
      if (!owner) return;
      const context = contextOf(id);
      await provideArchives(properties, context);
      const state = await Promise.race([
        owner.create(properties, context).catch((error: unknown) => refuse(id, error)),
        wait(resourceMaxMs, undefined, { ref: false }),
      ]);
      if (state) states.set(id, state);
    };
    const refuse = (id: string, error: unknown): undefined => {
      // What came of values that nobody knows yet is no verdict.
      if (error instanceof UnsupportedError && !error.feature.includes(knownAfterApply))
        refusals.set(id, error.feature);
    };
    await runGraph(blueprint.graph, work, { onFailure: 'stop-dependents' });
    return { refusals: byTemplate(refusals, value) };
  } catch (error) {
    const failure = failureOf(error, value);
    return { refusals, ...(failure && { failure }) };
  }
}

/** What a transform made of a resource begins with its name. */
function byTemplate(refusals: ReadonlyMap<string, string>, value: unknown): ReadonlyMap<string, string> {
  const ids = Object.keys(isRecord(value) && isRecord(value.Resources) ? value.Resources : {});
  return new Map(
    [...refusals].map(([made, refusal]) => {
      const [id = made] = ids.filter((each) => made.startsWith(each)).sort((a, b) => b.length - a.length);
      return [id, refusal];
    }),
  );
}

function blueprintOf(value: unknown): Promise<Blueprint> {
  const template = readParsed(value);
  const parameters = Object.entries(template.parameters).map(([key, declared]) => ({
    key,
    given: sampleValue(key, declared),
    noEcho: false,
  }));
  return makeBlueprint(
    template,
    { parameters },
    {
      account: '000000000000',
      region: 'us-east-1',
      stackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/check/1',
      stackName: 'check',
      exported: () => undefined,
      stackOutput: () => knownAfterApply,
    },
  );
}

/** Undefined where functions want what is not known. */
function propertiesOf(blueprint: Blueprint, id: string, states: ReadonlyMap<string, ResourceState>): Json | undefined {
  const declared = blueprint.resources.get(id);
  if (!declared) return undefined;
  try {
    const evaluated = evaluate(
      declared.Properties,
      blueprint.scope((name) => states.get(name)),
    );
    return isRecord(evaluated) ? coerceProperties(evaluated, blueprint.specification[declared.Type]) : {};
  } catch {
    return undefined;
  }
}

/** What AWS would say of the template itself; what it says of values that were made up here is nothing. */
function failureOf(error: unknown, value: unknown): Trial['failure'] {
  if (error instanceof UnsupportedError) return { isOurs: true, message: error.feature };
  if (!(error instanceof AwsError)) throw error;
  const parameters =
    isRecord(value) && isRecord(value.Parameters) ? Object.values(value.Parameters as Template['parameters']) : [];
  const isMadeUp = !parameters.every(hasValue) && !/format error|dependenc|undefined resource/i.test(error.message);
  return isMadeUp ? undefined : { isOurs: /Squall does not emulate/.test(error.message), message: error.message };
}

/** Puts code where functions and layers want it from. */
async function provideArchives(value: unknown, context: ResourceContext): Promise<void> {
  if (Array.isArray(value)) for (const item of value) await provideArchives(item, context);
  if (!isRecord(value)) return;
  const { S3Bucket, S3Key } = value;
  if (typeof S3Bucket === 'string' && typeof S3Key === 'string') {
    await context.call('s3', 'CreateBucket', { Bucket: S3Bucket }).catch(ignore);
    await context.call('s3', 'PutObject', { Bucket: S3Bucket, Key: S3Key, Body: sampleArchive() }).catch(ignore);
  } else for (const member of Object.values(value)) await provideArchives(member, context);
}

const ignore = (): void => {};
