import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../../../../../../kernel/errors.ts';
import type { Fields } from '../language/values.ts';
import { transformSam } from '../transform-sam.ts';

/* The outcomes are those of AWS's own transform. */

const transformed = (properties: Fields): unknown =>
  transformSam(
    { Resources: { Child: { Type: 'AWS::Serverless::Application', Properties: properties } } },
    { region: 'us-east-1', parameters: {} },
  ).Resources;

describe('a SAM application', () => {
  it('becomes a nested stack', () => {
    expect(transformed({ Location: 'https://b.s3.amazonaws.com/t', Parameters: { A: 'b' }, Tags: { a: 'b' } })).toEqual(
      {
        Child: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: 'https://b.s3.amazonaws.com/t',
            Parameters: { A: 'b' },
            Tags: [
              { Key: 'lambda:createdBy', Value: 'SAM' },
              { Key: 'a', Value: 'b' },
            ],
          },
        },
      },
    );
  });

  it('is refused by name where it is one of the Serverless Application Repository', () => {
    const Location = { ApplicationId: 'arn:x', SemanticVersion: '1.0.0' };

    expect(() => transformed({ Location })).toThrow(UnsupportedError);
    expect(() => transformed({ Location })).toThrow('applications of the Serverless Application Repository (Child)');
  });

  it.each<[Fields, string]>([
    [{}, 'Resource is missing the required [Location] property.'],
    [{ Location: { ApplicationId: 'a' } }, 'Resource is missing the required [SemanticVersion] property.'],
    [{ Location: { ApplicationId: 'a', SemanticVersion: null } }, "Property 'SemanticVersion' cannot be blank."],
    [
      { Location: { ApplicationId: { 'Fn::GetAtt': ['a', 'b'] }, SemanticVersion: 'a' } },
      "Property 'ApplicationId' cannot be resolved. Only FindInMap and Ref intrinsic functions are supported.",
    ],
  ])('is refused in the words of AWS: %j', (properties, problem) => {
    expect(() => transformed(properties)).toThrow(`Resource with id [Child] is invalid. ${problem}`);
  });
});
