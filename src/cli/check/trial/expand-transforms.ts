import { isListType, listOf } from '../../../cloud/services/cloudformation/engine/parameters/list-values.ts';
import { declaredParameters } from '../../../cloud/services/cloudformation/engine/template/read-template.ts';
import { isRecord, type Json } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import {
  applyTransforms,
  assertTransformsEmulated,
  needsTransforms,
} from '../../../cloud/services/cloudformation/engine/transforms/apply-transforms.ts';
import { transformNames } from '../../../cloud/services/cloudformation/engine/transforms/transform-calls.ts';
import { sampleValue } from './sample-value.ts';
import type { TrialCloud } from './trial-cloud.ts';

/** Transforms that need nothing that a deploy alone would bring along: macros of users and included files are elsewhere. */
const canBeApplied = (name: string): boolean => name.startsWith('AWS::') && name !== 'AWS::Include';

/**
 * A template after its transforms, by the engine that a deploy uses: AWS::Serverless is expanded as there. Undefined where one
 * of them cannot be applied here. Throws what the engine says of a template that a transform refuses.
 */
export async function expandTransforms(value: unknown, trial: TrialCloud): Promise<unknown> {
  if (!isRecord(value) || !needsTransforms(value)) return value;
  const names = transformNames(value);
  if (!names.every(canBeApplied)) return undefined;
  assertTransformsEmulated(names);
  const { account, region, random, call } = trial.stack()('Transform');
  const parameters = new Map(
    Object.entries(declaredParameters(value)).map(([key, declared]) => {
      const given = sampleValue(key, declared);
      return [key, isListType(declared.Type) ? listOf(given) : given] as const;
    }),
  );
  return applyTransforms(packaged(value), {
    account,
    region,
    random,
    now: 0,
    parameters,
    functionOf: () => undefined,
    call,
  });
}

/** Properties that name files until `sam build` and `sam package` have been here. */
const local: Readonly<Record<string, string>> = {
  CodeUri: 's3://squall-check/code.zip',
  ContentUri: 's3://squall-check/code.zip',
  DefinitionUri: 's3://squall-check/definition.json',
  Location: 'https://s3.amazonaws.com/squall-check/template.yaml',
};

function packaged(template: Json): Json {
  const { Globals, Resources } = template;
  const sections = Object.entries(isRecord(Globals) ? Globals : {}).map(([name, set]) => [name, uploaded(set)]);
  const resources = Object.entries(isRecord(Resources) ? Resources : {}).map(([id, entry]) => [
    id,
    isRecord(entry)
      ? { ...entry, ...(entry.Properties !== undefined && { Properties: withCode(entry.Type, entry.Properties) }) }
      : entry,
  ]);
  return {
    ...template,
    ...(isRecord(Globals) && { Globals: Object.fromEntries(sections) }),
    Resources: Object.fromEntries(resources),
  };
}

/** A function that names no code has that of the template's folder. */
function withCode(type: unknown, properties: unknown): unknown {
  const set = uploaded(properties);
  if (type !== 'AWS::Serverless::Function' || !isRecord(set) || set.PackageType === 'Image') return set;
  return set.CodeUri === undefined && set.InlineCode === undefined ? { ...set, CodeUri: local.CodeUri } : set;
}

const uploaded = (properties: unknown): unknown =>
  isRecord(properties)
    ? Object.fromEntries(
        Object.entries(properties).map(([name, value]) => {
          const there = Object.hasOwn(local, name) ? local[name] : undefined;
          return [
            name,
            there !== undefined && typeof value === 'string' && !/^(?:s3|https?):/.test(value) ? there : value,
          ];
        }),
      )
    : properties;
