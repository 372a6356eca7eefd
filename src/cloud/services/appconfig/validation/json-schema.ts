import { createRequire } from 'node:module';
import type { InvalidConfigurationDetail } from '@aws-sdk/client-appconfig';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type draft4 from 'ajv-draft-04';
import { DeadlineExceeded, withinDeadline } from '../../../kernel/deadline.ts';
import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import { lazy } from '../../../kernel/lazy.ts';
import { badRequest } from '../errors.ts';

/*
 * AppConfig knows JSON Schema 4.
 * https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-profile-validators.html
 */

const validator = lazy(() => createRequire(import.meta.url)('ajv-draft-04') as typeof draft4);
const compileDeadlineMs = 3000;
const deadlineMs = 1000;

/** Makes a function of a schema. Throws BadRequestException for one that is none. */
export function compileSchema(text: string): ValidateFunction {
  const parsed = parseJson(text);
  if (!isJsonObject(parsed)) throw badRequest('The JSON schema of a validator is not valid JSON.');
  const { $schema: _draft, id: _id, ...schema } = parsed;
  try {
    return withinDeadline(() => {
      const { default: Ajv } = validator();
      return new Ajv({
        strict: false,
        verbose: true,
        allErrors: true,
        inlineRefs: false,
        validateFormats: false,
        logger: false,
      }).compile(schema);
    }, compileDeadlineMs);
  } catch (error) {
    throw badRequest(`The JSON schema of a validator is not valid: ${error instanceof Error ? error.message : error}`);
  }
}

/** What a schema says against a content; nothing where it fits. */
export function schemaProblems(validate: ValidateFunction, content: string): readonly InvalidConfigurationDetail[] {
  const value = parseJson(content);
  if (value === undefined) return [detail('', '', 'The configuration is not valid JSON.')];
  try {
    if (withinDeadline(() => validate(value), deadlineMs)) return [];
  } catch (error) {
    if (!(error instanceof DeadlineExceeded || error instanceof RangeError)) throw error;
    return [detail('', '', 'The configuration could not be validated in time.')];
  }
  return (validate.errors ?? []).slice(0, 100).map(detailOf);
}

const detailOf = ({ keyword, instancePath, message, data }: ErrorObject): InvalidConfigurationDetail => ({
  ...detail(keyword, `$${instancePath.replaceAll('/', '.')}`, message ?? keyword),
  Value: (JSON.stringify(data) ?? '').slice(0, 256),
});

const detail = (constraint: string, location: string, reason: string): InvalidConfigurationDetail => ({
  Constraint: constraint,
  Location: location,
  Reason: reason,
  Type: 'JSON_SCHEMA',
});
