import { UnsupportedError } from '../../../../kernel/errors.ts';
import { carryFloats } from '../template/float-members.ts';
import { isRecord, type Json } from '../template/template.ts';
import { include } from './include.ts';
import { invokeMacro, type MacroEnvironment } from './invoke-macro.ts';
import { type TransformCall, transformCalls, transformNames } from './transform-calls.ts';

const languageExtensions = 'AWS::LanguageExtensions';

/** Whether more is to be done than loops and functions, which need nothing but the template. */
export const needsTransforms = (template: unknown): boolean =>
  transformNames(template).some((name) => name !== languageExtensions);

/** Refuses by name what AWS hosts and nobody does here. */
export function assertTransformsEmulated(names: readonly string[]): void {
  const missing = names.find(
    (name) => name.startsWith('AWS::') && name !== languageExtensions && name !== 'AWS::Include',
  );
  if (missing !== undefined) throw new UnsupportedError(`the transform ${missing}`);
}

/**
 * The template with its macros applied, the deepest first and those at the top last, in the order in which they are
 * written. AWS::LanguageExtensions is left in it: it is applied when the result is read.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html
 * @throws TransformFailed
 */
export async function applyTransforms(template: Json, environment: MacroEnvironment): Promise<unknown> {
  const { Transform, ...rest } = template;
  const calls = transformCalls(Transform);
  let fragment = await applyNested(rest, environment);
  for (const call of calls) if (call.name !== languageExtensions) fragment = await apply(call, fragment, environment);
  const isExtended = calls.some(({ name }) => name === languageExtensions);
  return isExtended && isRecord(fragment) ? { Transform: languageExtensions, ...fragment } : fragment;
}

/** A function sees its siblings, and what it answers takes the place of all of them. */
async function applyNested(value: unknown, environment: MacroEnvironment): Promise<unknown> {
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) items.push(await applyNested(item, environment));
    carryFloats(value, items);
    return items;
  }
  if (!isRecord(value)) return value;
  const { 'Fn::Transform': transform, ...siblings } = value;
  const members: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(siblings)) members[key] = await applyNested(member, environment);
  carryFloats(value, members);
  let fragment: unknown = members;
  for (const call of transformCalls(transform)) fragment = await apply(call, fragment, environment);
  return fragment;
}

const apply = (call: TransformCall, fragment: unknown, environment: MacroEnvironment): Promise<unknown> =>
  call.name === 'AWS::Include' ? include(call, fragment, environment) : invokeMacro(call, fragment, environment);
