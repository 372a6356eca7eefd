import { copyOf, type Fields, isMap, isNothing } from '../language/values.ts';
import json from './profiles.json' with { type: 'json' };

/** How a resource of one type is allowed to use one of another. */
export interface Profile {
  readonly Type: string;
  readonly Properties: {
    /** Whether the role or the policy is the source's. */
    readonly SourcePolicy: boolean;
    /** What has to wait for the policy. */
    readonly DependedBy?: 'SOURCE' | 'DESTINATION_EVENT_SOURCE_MAPPING';
    /** By the permission's name: a policy's statements, or what a Lambda permission says. */
    readonly AccessCategories: Readonly<Record<string, Fields>>;
    /** Permissions that stand together; any do where it is left out. */
    readonly ValidAccessCategories?: readonly (readonly string[])[];
  };
}

interface Profiles {
  readonly Permissions: Readonly<Record<string, Readonly<Record<string, Profile>>>>;
  /** By type: where a resource has its role, and what stands for it elsewhere. */
  readonly CfnResourceProperties: Readonly<Record<string, { readonly Inputs?: Fields; readonly Outputs?: Fields }>>;
}

const profiles = json as Profiles;

export const profileOf = (source: string, destination: string): Profile | undefined => {
  const profile = profiles.Permissions[source]?.[destination];
  return profile && copyOf(profile);
};

/** Of a resource of the template: where it has its role, and what stands for it elsewhere. */
export const traitsOf = (type: string, logicalId: string): { readonly Inputs?: Fields; readonly Outputs?: Fields } =>
  filled(profiles.CfnResourceProperties[type] ?? {}, { logicalId }) as { Inputs?: Fields; Outputs?: Fields };

/**
 * A profile with values in the places of `%{Source.Arn}` and the like.
 * @throws TypeError where one is needed that there is not
 */
export function filled(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') return filledText(value, values);
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(member, values)]));
}

function filledText(text: string, values: Readonly<Record<string, unknown>>): unknown {
  const variables: Fields = {};
  let result = text;
  for (const [name, value] of Object.entries(values)) {
    const place = `%{${name}}`;
    if (!result.includes(place)) continue;
    if (isNothing(value)) throw new TypeError(`${name} is missing.`);
    if (result === place) return value;
    const variable = name.replace(/[^A-Za-z0-9]/g, '');
    result = result.replaceAll(place, `\${${variable}}`);
    variables[variable] = value;
  }
  if (!/\$\{.+\}/.test(result)) return result;
  return { 'Fn::Sub': Object.keys(variables).length > 0 ? [result, variables] : result };
}
