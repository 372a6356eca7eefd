import { templateFormatError } from '../../errors.ts';
import { isRecord, type Json } from '../template/template.ts';

/** A transform that a template asks for, at its top or by `Fn::Transform` in its midst. */
export interface TransformCall {
  readonly name: string;
  /** As written: functions in them are not evaluated. */
  readonly parameters: Json;
}

/** The calls of a `Transform` section or of `Fn::Transform`: a name, `{ Name, Parameters }`, or a list of them. */
export function transformCalls(transform: unknown): TransformCall[] {
  if (transform === undefined) return [];
  const list: unknown[] = Array.isArray(transform) ? transform : [transform];
  return list.map((entry) => {
    if (typeof entry === 'string') return { name: entry, parameters: {} };
    if (isRecord(entry) && typeof entry.Name === 'string') {
      return { name: entry.Name, parameters: isRecord(entry.Parameters) ? entry.Parameters : {} };
    }
    throw templateFormatError('Transform must be a string or an array of strings.');
  });
}

/** Names of all transforms of a template, those at the top first, each once. */
export function transformNames(template: unknown): string[] {
  const names = isRecord(template) ? transformCalls(template.Transform).map(({ name }) => name) : [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (!isRecord(value)) return;
    names.push(...transformCalls(value['Fn::Transform']).map(({ name }) => name));
    for (const [key, member] of Object.entries(value)) if (key !== 'Fn::Transform') walk(member);
  };
  walk(template);
  return [...new Set(names)];
}
