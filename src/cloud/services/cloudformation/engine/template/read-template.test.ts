import { describe, expect, it } from 'vitest';
import { checkReferences } from '../graph/check-references.ts';
import { locate } from './fetch-template.ts';
import { expandLanguageExtensions } from './language-extensions.ts';
import { checkStructure, readTemplate } from './read-template.ts';

const A = { Type: 'T::A' };

describe('readTemplate', () => {
  it.each([
    ['[]', 'Template format error: unsupported structure.'],
    ['{}', 'Template format error: At least one Resources member must be defined.'],
    ['{"Foo":1,"Resources":{}}', 'Invalid template property or properties [Foo]'],
    [
      '{"Resources":{"A":{}}}',
      'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
    ],
    ['{"Resources":{"A-b":{"Type":"T"}}}', 'Template format error: Resource name A-b is non alphanumeric.'],
    ['{"Resources":{"A":{"Type":"T","Props":{}}}}', "Invalid template resource property 'Props'"],
    [
      '{"Parameters":{"P":{"Type":"Text"}},"Resources":{"A":{"Type":"T"}}}',
      'Template format error: Unrecognized parameter type: Text',
    ],
    [
      '{"Outputs":{"O":{}},"Resources":{"A":{"Type":"T"}}}',
      'Template format error: Every Outputs member must contain a Value object',
    ],
  ])('refuses %s', (text, message) => {
    expect(() => readTemplate(text)).toThrow(message);
  });

  it('counts resources', () => {
    const Resources = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`A${index}`, A]));

    expect(() => checkStructure({ Resources })).toThrow(
      'Number of resources, 501, is greater than maximum allowed, 500',
    );
  });
});

describe('checkReferences', () => {
  it.each([
    [
      { A: { ...A, Properties: { X: { Ref: 'B' } } } },
      'Unresolved resource dependencies [B] in the Resources block of the template',
    ],
    [{ A: { ...A, Properties: { X: { 'Fn::Sub': '${B}${!C}' } } } }, 'Unresolved resource dependencies [B]'],
    [{ A: { ...A, DependsOn: 'B' } }, 'Unresolved resource dependencies [B]'],
    [
      { A: { ...A, Properties: { X: { 'Fn::GetAtt': 'B.Arn' } } } },
      'Template error: instance of Fn::GetAtt references undefined resource B',
    ],
    [
      { A, B: { ...A, Properties: { X: { 'Fn::GetAtt': ['A', 'Nope'] } } } },
      'Template error: resource A does not support attribute type Nope in Fn::GetAtt',
    ],
    [{ A: { ...A, Condition: 'C' } }, 'Unresolved condition dependency C in the Resources block of the template'],
  ])('refuses %j', (Resources, message) => {
    expect(() => checkReferences(checkStructure({ Resources }), (_type, attribute) => attribute === 'Arn')).toThrow(
      message,
    );
  });
});

describe('locate', () => {
  it.each([
    ['https://b.s3.us-east-1.amazonaws.com/k/1.json', 'b', 'k/1.json'],
    ['https://b.with.dots.s3.amazonaws.com/k', 'b.with.dots', 'k'],
    ['https://s3.us-east-1.amazonaws.com/b/k/1.json', 'b', 'k/1.json'],
    ['https://s3.amazonaws.com/b/k%20l', 'b', 'k l'],
    ['http://127.0.0.1:4566/b/k', 'b', 'k'],
    ['http://localhost:4566/b/k', 'b', 'k'],
    ['http://b.localhost:4566/k', 'b', 'k'],
    ['http://b.s3.localhost.localstack.cloud:4566/k', 'b', 'k'],
  ])('%s', (url, bucket, key) => {
    expect(locate(url)).toEqual({ bucket, key });
  });

  it.each(['nonsense', 'ftp://b/k', 'https://s3.amazonaws.com/b'])('refuses %s', (url) => {
    expect(() => locate(url)).toThrow('TemplateURL must be a supported URL.');
  });
});

describe('expandLanguageExtensions', () => {
  it('repeats members for each item of a loop', () => {
    const template = {
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'X, Y' } },
      Resources: {
        'Fn::ForEach::Topics': [
          'Name',
          { Ref: 'Names' },
          { 'T${Name}': { Type: 'T', Properties: { N: { Ref: 'Name' }, S: { 'Fn::Sub': '${Name}-${AWS::Region}' } } } },
        ],
      },
    };

    expect(expandLanguageExtensions(template)).toMatchObject({
      Resources: {
        TX: { Properties: { N: 'X', S: { 'Fn::Sub': 'X-${AWS::Region}' } } },
        TY: { Properties: { N: 'Y' } },
      },
    });
  });
});
