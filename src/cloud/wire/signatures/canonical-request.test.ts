import { describe, expect, it } from 'vitest';
import { signingKey } from './canonical-request.ts';

describe('signingKey', () => {
  it('is the one of AWS’s example, and is made once', () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-examples.html
    const example = ['wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830', 'us-east-1', 'iam'] as const;

    expect(
      signingKey(...example)
        .export()
        .toString('hex'),
    ).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
    expect(signingKey(...example)).toBe(signingKey(...example));
  });

  it('differs with each part, also where their texts run together', () => {
    const keys = [
      signingKey('s', 'd', 'r', 'x'),
      signingKey('sd', '', 'r', 'x'),
      signingKey('s', 'dr', '', 'x'),
      signingKey('s', 'd', 'rx', ''),
    ].map((key) => key.export().toString('hex'));

    expect(new Set(keys).size).toBe(4);
  });
});
