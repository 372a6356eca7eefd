/*
 * The format of feature flags.
 * https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html
 */

const keyPattern = '^[a-z][a-zA-Z\\d_-]{0,63}$';
const text = { type: 'string', maxLength: 1024 };
const flag = { type: 'boolean' };
const time = { type: 'string' };

const constraints = (type: string, more: object): object => ({
  type: 'object',
  properties: { type: { type: 'string', enum: [type] }, required: flag, ...more },
  required: ['type'],
  additionalProperties: false,
});

const stringConstraints = {
  ...constraints('string', {
    pattern: text,
    enum: { type: 'array', maxItems: 100, items: { oneOf: [text, { type: 'integer' }] } },
  }),
  not: { required: ['pattern', 'enum'] },
};
const numberConstraints = constraints('number', { minimum: { type: 'integer' }, maximum: { type: 'integer' } });
const arrayConstraints = constraints('array', { elements: { oneOf: [numberConstraints, stringConstraints] } });

const keyed = (value: object, more: object = {}): object => ({
  type: 'object',
  patternProperties: { [keyPattern]: value },
  additionalProperties: false,
  ...more,
});

const attributeValue = {
  oneOf: [text, { type: 'number' }, flag, { type: 'array', anyOf: [{ items: text }, { items: { type: 'number' } }] }],
};

const variant = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 16 },
    enabled: flag,
    rule: text,
    attributeValues: keyed(attributeValue, { maxProperties: 25 }),
  },
  required: ['name', 'enabled'],
  additionalProperties: false,
};

const flagDefinition = {
  type: 'object',
  properties: {
    name: { type: 'string', pattern: '^[^\\n]{1,64}$' },
    description: text,
    _createdAt: time,
    _updatedAt: time,
    _deprecation: {
      type: 'object',
      properties: { status: { type: 'string', enum: ['planned'] }, date: { type: 'string' } },
      additionalProperties: false,
    },
    attributes: keyed(
      {
        type: 'object',
        properties: {
          description: text,
          constraints: {
            oneOf: [numberConstraints, stringConstraints, arrayConstraints, constraints('boolean', {})],
          },
        },
        additionalProperties: false,
      },
      { maxProperties: 25 },
    ),
  },
  additionalProperties: false,
};

const flagValue = keyed(attributeValue, {
  properties: {
    enabled: flag,
    _createdAt: time,
    _updatedAt: time,
    _variants: { type: 'array', minItems: 1, maxItems: 32, items: variant },
  },
  anyOf: [{ required: ['enabled'] }, { required: ['_variants'] }],
});

export const flagSchema = {
  type: 'object',
  properties: { version: { type: 'string', enum: ['1'] }, flags: keyed(flagDefinition), values: keyed(flagValue) },
  required: ['version'],
  additionalProperties: false,
};
