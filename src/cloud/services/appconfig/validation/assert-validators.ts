import type { Validator } from '@aws-sdk/client-appconfig';
import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import { badRequest } from '../errors.ts';
import { compileSchema } from './json-schema.ts';

/** Throws BadRequestException for validators that can never judge anything. */
export function assertValidators(validators: readonly Validator[]): void {
  for (const { Type, Content = '' } of validators) {
    if (Type === 'JSON_SCHEMA') {
      const schema = parseJson(Content);
      if (!isJsonObject(schema)) throw badRequest('The JSON schema of a validator is not valid JSON.');
      compileSchema(Content);
    } else if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:/.test(Content)) {
      throw badRequest(`${Content} is not the ARN of a Lambda function.`);
    }
  }
}
