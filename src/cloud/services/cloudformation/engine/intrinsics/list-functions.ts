import { validationError } from '../../errors.ts';
import { cidrBlocks } from './cidr.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';
import { knownAfterApply } from './scope.ts';

/** `Fn::Select`: an index that is text counts as its number. */
const select: IntrinsicFunction = (argument, scope, evaluate) => {
  if (!Array.isArray(argument) || argument.length !== 2) {
    throw validationError(
      'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
    );
  }
  const index = evaluate(argument[0], scope);
  const list = evaluate(argument[1], scope);
  // A part of what is not known yet is not known yet.
  if (index === knownAfterApply || list === knownAfterApply || (Array.isArray(list) && list.includes(knownAfterApply)))
    return knownAfterApply;
  if (!Array.isArray(list)) {
    throw validationError(
      'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
    );
  }
  const position = Number(index);
  const value: unknown = Number.isInteger(position) && position >= 0 ? list[position] : undefined;
  if (value === undefined) {
    throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${index}`);
  }
  return value;
};

/** Zones `a`, `b` and `c` of the region: what most regions have. */
const availabilityZones: IntrinsicFunction = (argument, scope, evaluate) => {
  const region = evaluate(argument, scope) || scope.pseudo['AWS::Region'];
  return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
};

/** `Fn::Cidr`; its arguments may be functions themselves. */
const cidr: IntrinsicFunction = (argument, scope, evaluate) => {
  if (!Array.isArray(argument) || argument.length < 2 || argument.length > 3) {
    throw validationError(
      'Template error: every Fn::Cidr object requires two or three parameters, (1) ipBlock, (2) count and (3) cidrBits',
    );
  }
  const [block, count, bits] = argument.map((part) => evaluate(part, scope));
  if ([block, count, bits].some((part) => String(part).includes(knownAfterApply))) return knownAfterApply;
  return cidrBlocks(String(block), Number(count), bits === undefined ? undefined : Number(bits));
};

/** `Fn::Length`, of AWS::LanguageExtensions; here it needs no transform. */
const length: IntrinsicFunction = (argument, scope, evaluate) => {
  const list = evaluate(argument, scope);
  if (list === knownAfterApply) return list;
  if (!Array.isArray(list)) {
    throw validationError('Transform AWS::LanguageExtensions failed with: Fn::Length expects an array');
  }
  return list.length;
};

/** Functions that make or take lists, by name. */
export const listFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::Cidr': cidr,
  'Fn::GetAZs': availabilityZones,
  'Fn::Length': length,
  'Fn::Select': select,
};
