import { compileAllowedPattern } from '../../../../service-kit/allowed-pattern.ts';
import { templateFormatError, validationError } from '../../errors.ts';
import {
  isRecord,
  type Json,
  type OutputDeclaration,
  type ParameterDeclaration,
  type RuleDeclaration,
} from './template.ts';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isScalar: Check = (value) => ['string', 'number', 'boolean'].includes(typeof value);

/** What each member of a parameter must be. */
const parameterMembers: Readonly<Record<string, Check>> = {
  AllowedPattern: isText,
  AllowedValues: (value) => Array.isArray(value) && value.every(isScalar),
  ConstraintDescription: isText,
  Default: isScalar,
  Description: isText,
  MaxLength: isScalar,
  MaxValue: isScalar,
  MinLength: isScalar,
  MinValue: isScalar,
  NoEcho: isScalar,
  Type: isText,
};

const parameterTypePattern =
  /^(String|Number|List<(Number|String|AWS::[\w:]+)>|CommaDelimitedList|AWS::[\w:]+(<.+>)?)$/;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export function checkParameter(entry: unknown, key: string): ParameterDeclaration {
  if (!isRecord(entry)) throw templateFormatError('Every Parameters member must be an object.');
  if (entry.Type === undefined) throw templateFormatError('Every Parameters object must contain a Type member.');
  for (const [member, value] of Object.entries(entry)) {
    const check = Object.hasOwn(parameterMembers, member) ? parameterMembers[member] : undefined;
    if (!check?.(value)) throw validationError(`Invalid template parameter property '${member}'`);
  }
  const declaration = entry as unknown as ParameterDeclaration;
  if (!parameterTypePattern.test(declaration.Type)) {
    throw templateFormatError(`Unrecognized parameter type: ${declaration.Type}`);
  }
  if (!/^[A-Za-z0-9]+$/.test(key)) throw templateFormatError(`Parameter name ${key} is non alphanumeric.`);
  if (declaration.AllowedPattern !== undefined) checkPattern(key, declaration.AllowedPattern);
  return declaration;
}

/** AWS reads Java's regular expressions; the few that JavaScript does not understand are refused, not ignored. */
function checkPattern(key: string, pattern: string): void {
  if (compileAllowedPattern(pattern)) return;
  throw templateFormatError(`The AllowedPattern of parameter ${key} is not a regular expression: ${pattern}`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html */
export function checkRule(entry: unknown, key: string): RuleDeclaration {
  const assertions = isRecord(entry) ? entry.Assertions : undefined;
  const isSound =
    Array.isArray(assertions) && assertions.every((assertion) => isRecord(assertion) && assertion.Assert !== undefined);
  if (isSound) return entry as unknown as RuleDeclaration;
  throw templateFormatError(`[/Rules/${key}] Every Rules object must contain an Assertions member.`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html */
export function checkOutput(entry: unknown, key: string): OutputDeclaration {
  if (!/^[A-Za-z0-9]+$/.test(key)) throw templateFormatError(`Outputs name '${key}' is non alphanumeric.`);
  if (!isRecord(entry)) throw templateFormatError('Every Outputs member must be an object.');
  if (entry.Value === undefined || entry.Value === null) {
    throw templateFormatError('Every Outputs member must contain a Value object');
  }
  conditionOf(entry, 'Outputs', key);
  const { Export } = entry;
  if (Export !== undefined && !(isRecord(Export) && Export.Name !== undefined)) {
    throw templateFormatError(`Output ${key} is malformed. The Export member must contain a Name`);
  }
  return entry as unknown as OutputDeclaration;
}

/** The condition of a resource or an output: a name, never a function. */
export function conditionOf(entry: Json, block: string, key: string): { readonly Condition?: string } {
  const { Condition } = entry;
  if (Condition === undefined) return {};
  if (typeof Condition === 'string') return { Condition };
  throw templateFormatError(`[/${block}/${key}/Condition] Every Condition member must be a string.`);
}
