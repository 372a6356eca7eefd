import type { AwsError } from '../../../kernel/errors.ts';
import type { ValueType } from '../values/attribute-value.ts';
import { invalid, parameterInvalid } from './validation-exception.ts';

/* Every text about the parameters of before there were expressions (collected November 2026). */

export const legacyArgumentCount = (operator: string): AwsError =>
  parameterInvalid(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);

export const legacyMixedTypes = (): AwsError =>
  parameterInvalid('AttributeValues inside AttributeValueList must be of same type');

export const legacyOperatorType = (operator: string, type: ValueType): AwsError =>
  parameterInvalid(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`);

export const legacyBetweenOrder = (): AwsError =>
  invalid('The BETWEEN condition was provided a range where the lower bound is greater than the upper bound');

export const conditionalOperatorUnused = (): AwsError =>
  invalid('ConditionalOperator cannot be used without Filter or Expected');

export const conditionalOperatorAlone = (): AwsError =>
  invalid('ConditionalOperator can only be used when Filter or Expected has two or more elements');

export const expectedValueAndList = (name: string): AwsError =>
  parameterInvalid(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);

export const expectedExistsAndOperator = (name: string): AwsError =>
  parameterInvalid(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);

export const expectedOperatorAlone = (operator: string, name: string): AwsError =>
  parameterInvalid(
    `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
  );

export const expectedListAlone = (name: string): AwsError =>
  parameterInvalid(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);

export const expectedValueMissing = (exists: boolean | undefined, name: string): AwsError =>
  parameterInvalid(`Value must be provided when Exists is ${exists ?? 'null'} for Attribute: ${name}`);

export const expectedValueUnwanted = (name: string): AwsError =>
  parameterInvalid(`Value cannot be used when Exists is false for Attribute: ${name}`);

export const updateValueMissing = (): AwsError =>
  parameterInvalid('Only DELETE action is allowed when no attribute value is specified');

export const updateDeleteType = (type: ValueType): AwsError =>
  parameterInvalid(`DELETE action with value is not supported for the type ${type}`);

export const updateAddType = (type: ValueType): AwsError =>
  parameterInvalid(`ADD action is not supported for the type ${type}`);

export const attributeToGetRepeated = (name: string): AwsError =>
  parameterInvalid(`Duplicate value in attribute name: ${name}`);
