import { describe, expect, it } from 'vitest';
import type { Fields } from '../language/values.ts';
import { transformSam } from '../transform-sam.ts';

/* The outcomes are those of AWS's own transform. */

const transformed = (properties: Fields, attributes: Fields = {}): Fields =>
  transformSam(
    {
      Resources: {
        Shared: {
          Type: 'AWS::Serverless::LayerVersion',
          ...attributes,
          Properties: { ContentUri: 's3://b/k', ...properties },
        },
      },
      Outputs: { Layer: { Value: { Ref: 'Shared' } } },
    },
    { region: 'us-east-1', parameters: {} },
  );

describe('a SAM layer', () => {
  it('has an id that changes with what it says, and is retained', () => {
    expect(transformed({})).toEqual({
      Resources: {
        Sharede3558d2e65: {
          Type: 'AWS::Lambda::LayerVersion',
          DeletionPolicy: 'Retain',
          Properties: { Content: { S3Bucket: 'b', S3Key: 'k' }, LayerName: 'Shared' },
        },
      },
      Outputs: { Layer: { Value: { Ref: 'Sharede3558d2e65' } } },
    });
    expect(Object.keys(transformed({ Description: 'x' }).Resources as Fields)).not.toEqual(['Sharede3558d2e65']);
    expect(Object.keys(transformed({}, { Metadata: { a: 1 } }).Resources as Fields)).toEqual(['Sharede3558d2e65']);
  });

  it.each<[Fields, string]>([
    [{ ContentUri: null }, "[Shared] is invalid. Missing required property 'ContentUri'."],
    [
      { RetentionPolicy: 'x' },
      "[Shared] is invalid. 'RetentionPolicy' must be one of the following options: ['Retain', 'Delete'].",
    ],
    [
      { CompatibleArchitectures: ['x'] },
      "is invalid. CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'",
    ],
  ])('is refused in the words of AWS: %j', (properties, problem) => {
    expect(() => transformed(properties)).toThrow(problem);
  });
});
