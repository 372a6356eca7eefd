import { describe, expect, it } from 'vitest';
import { type Call, resolveDynamicReferences } from './dynamic-references.ts';
import { physicalName } from './resource-context.ts';

const call = (async (service: string, _operation: string, input: Record<string, unknown>) => {
  if (service === 'ssm') return { Parameter: { Value: `value of ${input.Name}`, Type: 'String' } };
  return { SecretString: input.SecretId === 'text' ? 'plain' : `{"key":"k of ${input.SecretId}","n":5}` };
}) as unknown as Call;

describe('resolveDynamicReferences', () => {
  it.each([
    ['a {{resolve:ssm:/x:2}} b {{resolve:ssm:/y}}', 'a value of /x:2 b value of /y'],
    ['{{resolve:secretsmanager:text}}', 'plain'],
    ['{{resolve:secretsmanager:s:SecretString:key}}', 'k of s'],
    ['{{resolve:secretsmanager:s:SecretString:n::}}', '5'],
    [
      '{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:s-abc:SecretString:key::}}',
      'k of arn:aws:secretsmanager:eu-west-1:1:secret:s-abc',
    ],
    ['{{resolve:other:x}}', '{{resolve:other:x}}'],
  ])('%s', async (text, expected) => {
    expect(await resolveDynamicReferences({ deep: [text] }, call)).toEqual({ deep: [expected] });
  });

  it.each([
    ['{{resolve:secretsmanager:text:SecretString:key}}', 'Could not parse SecretString JSON'],
    [
      '{{resolve:secretsmanager:s:SecretString:nope}}',
      'Could not find a value associated with JSONKey in SecretString',
    ],
  ])('refuses %s', async (text, message) => {
    await expect(resolveDynamicReferences(text, call)).rejects.toThrow(message);
  });
});

describe('physicalName', () => {
  it.each([
    ['stack', 'Logical', 64, 'stack-Logical-SUFFIX'],
    ['a-very-long-stack-name', 'ALogicalId', 24, 'a-very-l-ALogical-SUFFIX'],
    ['stack', 'Logical', 5, 'SUFFI'],
  ])('of %s and %s within %d', (stack, logicalId, max, expected) => {
    const name = physicalName(stack, logicalId, 'SUFFIX', max);

    expect(name).toBe(expected);
    expect(name.length).toBeLessThanOrEqual(max);
  });
});
