import type { ParameterDeclaration } from '../../../cloud/services/cloudformation/engine/template/template.ts';

/** A parameter's default, or something that its declaration allows. */
export function sampleValue(key: string, { Default, AllowedValues, Type, MinValue }: ParameterDeclaration): string {
  const [first] = AllowedValues ?? [];
  const given = Default ?? first;
  if (given !== undefined && given !== null) return String(given);
  if (Type === 'Number') return String(MinValue ?? 1);
  return /role.*arn/i.test(key) ? 'arn:aws:iam::000000000000:role/check' : 'check';
}

/** Whether {@link sampleValue} makes none up. */
export const hasValue = ({ Default, AllowedValues }: ParameterDeclaration): boolean =>
  Default !== undefined || AllowedValues !== undefined;
