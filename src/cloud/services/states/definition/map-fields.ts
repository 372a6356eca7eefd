import { otherLanguage } from './failure-fields.ts';
import { type Fields, objectAt, requireFields, requireOne, type Surroundings, type ValueCheck } from './findings.ts';
import type { Language } from './states.ts';
import { integer, objectTemplate, oneOf, referencePath, template, text, texts } from './values.ts';

/*
 * Where a distributed Map takes its items from and writes its results to.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */

interface Member {
  readonly check: ValueCheck;
  readonly only?: Language;
}

/** AWS: bytes of the items of a batch. */
const batchBytesMax = 262_144;
const readItemsMax = 100_000_000;

const objectOf =
  (
    members: Readonly<Record<string, Member>>,
    also?: (fields: Fields, at: string, around: Surroundings) => void,
  ): ValueCheck =>
  (value, at, surroundings) => {
    const fields = objectAt(value, at, surroundings);
    if (!fields) return;
    const { findings, language } = surroundings;
    for (const [name, item] of Object.entries(fields)) {
      const member = Object.hasOwn(members, name) ? members[name] : undefined;
      if (!member) findings.schema(`Field '${name}' is not supported`, at);
      else if (member.only && member.only !== language) findings.schema(otherLanguage(language, name), at);
      else member.check(item, `${at}/${name}`, surroundings);
    }
    also?.(fields, at, surroundings);
  };

const number = (name: string, check: ValueCheck): Record<string, Member> => ({
  [name]: { check },
  [`${name}Path`]: { check: referencePath(), only: 'JSONPath' },
});

const resourceOf =
  (...actions: readonly string[]): ValueCheck =>
  (value, at, surroundings) => {
    if (typeof value !== 'string') return text(value, at, surroundings);
    if (actions.some((action) => new RegExp(`^arn:[^:]+:states:::s3:${action}$`).test(value))) return;
    surroundings.findings.schema("The field 'Resource' does not match any of the allowed values", at);
  };

const calling: Readonly<Record<string, Member>> = {
  Comment: { check: text },
  Parameters: { check: template, only: 'JSONPath' },
  Arguments: { check: objectTemplate, only: 'JSONata' },
};

const readerConfig = objectOf(
  {
    InputType: { check: oneOf('CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST') },
    CSVHeaderLocation: { check: oneOf('FIRST_ROW', 'GIVEN') },
    CSVHeaders: { check: texts },
    CSVDelimiter: { check: oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB') },
    ManifestType: { check: oneOf('S3_INVENTORY', 'ATHENA_DATA') },
    Transformation: { check: oneOf('NONE', 'LOAD_AND_FLATTEN') },
    ItemsPointer: { check: text },
    ...number('MaxItems', integer(0, readItemsMax)),
  },
  (fields, at, surroundings) => {
    const { findings } = surroundings;
    const { InputType, CSVHeaderLocation } = fields;
    requireOne(fields, ['MaxItems', 'MaxItemsPath'], at, surroundings, false);
    if (InputType === 'CSV' && CSVHeaderLocation === undefined) {
      findings.schema("The field 'CSVHeaderLocation' is required", at);
    }
    if (InputType === 'JSON' && CSVHeaderLocation !== undefined) {
      findings.schema("Field 'CSVHeaderLocation' is not supported", at);
    }
    if (CSVHeaderLocation === 'GIVEN') requireFields(fields, ['CSVHeaders'], at, surroundings);
  },
);

export const itemReader = objectOf(
  { ...calling, Resource: { check: resourceOf('getObject', 'listObjectsV2') }, ReaderConfig: { check: readerConfig } },
  (fields, at, surroundings) => requireFields(fields, ['Resource'], at, surroundings),
);

export const resultWriter = objectOf({
  ...calling,
  Resource: { check: resourceOf('putObject') },
  WriterConfig: {
    check: objectOf({
      OutputType: { check: oneOf('JSON', 'JSONL') },
      Transformation: { check: oneOf('NONE', 'COMPACT', 'FLATTEN') },
    }),
  },
});

export const itemBatcher = objectOf(
  {
    BatchInput: { check: template },
    ...number('MaxItemsPerBatch', integer(0)),
    ...number('MaxInputBytesPerBatch', integer(0, batchBytesMax)),
  },
  (fields, at, surroundings) => {
    for (const name of ['MaxItemsPerBatch', 'MaxInputBytesPerBatch']) {
      requireOne(fields, [name, `${name}Path`], at, surroundings, false);
    }
  },
);

/** How the items are done. */
export const processorConfig: ValueCheck = (value, at, surroundings) => {
  const { findings, type } = surroundings;
  const isDistributed = (value as { Mode?: unknown } | null)?.Mode === 'DISTRIBUTED';
  objectOf({ Mode: { check: oneOf('INLINE', 'DISTRIBUTED') }, ExecutionType: { check: oneOf('STANDARD', 'EXPRESS') } })(
    value,
    at,
    surroundings,
  );
  const fields = (typeof value === 'object' && value) || {};
  if (isDistributed && type === 'EXPRESS') {
    const message = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
    findings.schema(message, `${at}/Mode`);
  }
  if (isDistributed) requireFields(fields as Fields, ['ExecutionType'], at, surroundings);
  else if (Object.hasOwn(fields, 'ExecutionType')) findings.schema("Field 'ExecutionType' is not supported", at);
};

/** AWS: 40 characters, and none that an object's key or a pattern gives a meaning. */
const label = /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]{1,40}$/u;

export const mapLabel: ValueCheck = (value, at, surroundings) => {
  if (typeof value !== 'string') text(value, at, surroundings);
  else if (!label.test(value)) surroundings.findings.error('INVALID_LABEL_NAME', `Invalid label name: ${value}`, at);
};
