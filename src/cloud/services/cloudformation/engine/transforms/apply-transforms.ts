import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { ParameterValue } from '../intrinsics/scope.ts';
import { carryFloats } from '../template/float-members.ts';
import { expandLanguageExtensions } from '../template/language-extensions.ts';
import { isRecord, type Json } from '../template/template.ts';
import { include } from './include.ts';
import { invokeMacro, type MacroEnvironment } from './invoke-macro.ts';
import { resolveForTransforms } from './resolve-extensions.ts';
import { InvalidSamTemplate, samTransform } from './sam/sam-transform.ts';
import { type TransformCall, transformCalls, transformNames } from './transform-calls.ts';
import { TransformFailed } from './transform-failed.ts';

const languageExtensions = 'AWS::LanguageExtensions';

/** Whether more is to be done than loops and functions, which need nothing but the template. */
export const needsTransforms = (template: unknown): boolean =>
  transformNames(template).some((name) => name !== languageExtensions);

const emulated: ReadonlySet<string> = new Set([languageExtensions, 'AWS::Include', samTransform]);

/** Refuses by name what AWS hosts and nobody does here. */
export function assertTransformsEmulated(names: readonly string[]): void {
  const missing = names.find((name) => name.startsWith('AWS::') && !emulated.has(name));
  if (missing !== undefined) throw new UnsupportedError(`the transform ${missing}`);
}

/**
 * The template with its macros applied, the deepest first and those at the top last, in the order in which they are
 * written. AWS::LanguageExtensions is left in it: it is applied when the result is read. Where AWS::Serverless follows, its
 * loops are unrolled and known values put in here, since functions, APIs and paths may come out of them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html
 * @throws TransformFailed
 */
export async function applyTransforms(template: Json, environment: MacroEnvironment): Promise<unknown> {
  const { Transform, ...rest } = template;
  const calls = transformCalls(Transform);
  let fragment = await applyNested(rest, environment);
  for (const [at, call] of calls.entries()) {
    if (call.name !== languageExtensions) fragment = await apply(call, fragment, environment);
    else if (calls.slice(at).some(({ name }) => name === samTransform)) fragment = unrolled(fragment, environment);
  }
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

async function apply(call: TransformCall, fragment: unknown, environment: MacroEnvironment): Promise<unknown> {
  if (call.name === 'AWS::Include') return include(call, fragment, environment);
  if (call.name === samTransform) return serverless(fragment, environment);
  return invokeMacro(call, fragment, environment);
}

async function serverless(fragment: unknown, { region, parameters, now }: MacroEnvironment): Promise<unknown> {
  if (!isRecord(fragment)) throw failed('The template is no object.');
  // Most templates never ask for it.
  const { transformSam } = await import('./sam/transform-sam.ts');
  try {
    return transformSam(fragment, { region, parameters: Object.fromEntries(parameters), now });
  } catch (error) {
    throw error instanceof InvalidSamTemplate ? failed(error.message) : error;
  }
}

const failed = (reason: string) => new TransformFailed(`Transform ${samTransform} failed with: ${reason}`);

/** What AWS::LanguageExtensions makes of a template before another transform sees it. */
function unrolled(fragment: unknown, { parameters }: MacroEnvironment): unknown {
  const given = new Map([...parameters].map(([name, value]) => [name, listed(value)]));
  const expanded = expandLanguageExtensions(fragment, given);
  return isRecord(expanded) ? resolveForTransforms(expanded, parameters) : expanded;
}

/** Lists with commas, as they are given. */
const listed = (value: ParameterValue): string => (Array.isArray(value) ? value.join(',') : String(value));
