import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { ModelValidators } from './model-validators.ts';

const refTo = (name: string) => ({ $ref: `https://apigateway.amazonaws.com/restapis/abc/models/${name}` });
const model = (name: string, schema: object) => ({ id: name, name, schema: JSON.stringify(schema) });

const { cache } = createRequire(import.meta.url);
const isValidatorLoaded = () => Object.keys(cache).some((file) => file.includes('/ajv/'));

test('the validator is loaded by the first body that a model judges', () => {
  const models = new ModelValidators([model('Price', { type: 'number' })]);

  expect(isValidatorLoaded()).toBe(false);
  expect(models.problemOf('Price', '1')).toBeUndefined();
  expect(isValidatorLoaded()).toBe(true);
});

describe('models of a deployment', () => {
  const models = new ModelValidators([
    model('Price', { type: 'number', minimum: 0, exclusiveMinimum: true }),
    model('Order', {
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'object',
      required: ['price'],
      properties: { price: refTo('Price'), next: refTo('Order') },
    }),
  ]);

  test.each([
    ['{"price": 1}', undefined],
    ['{"price": 1, "next": {"price": 2}}', undefined],
    ['', '[object has missing required properties (["price"])]'],
    ['{"price": "1"}', '[instance type (string) does not match any allowed primitive type (allowed: ["number"])]'],
    ['{"price', '[JSON is malformed]'],
  ])('%s', (body, problem) => {
    expect(models.problemOf('Order', body)).toBe(problem);
  });

  test('draft 4: an exclusive minimum is a flag', () => {
    expect(models.problemOf('Price', '0')).toBeDefined();
    expect(models.problemOf('Price', '0.1')).toBeUndefined();
  });

  test('refer to themselves', () => {
    expect(models.problemOf('Order', '{"price": 1, "next": {}}')).toBe(
      '[object has missing required properties (["price"])]',
    );
  });
});
