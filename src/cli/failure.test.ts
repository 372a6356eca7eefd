import { afterEach, expect, it, vi } from 'vitest';
import { AwsError, UnsupportedError } from '../cloud/kernel/errors.ts';
import { failWith } from './failure.ts';

afterEach(() => vi.restoreAllMocks());

function told(error: unknown): string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  failWith(error);
  return write.mock.calls.map(([text]) => String(text)).join('');
}

it('does not take what is not emulated for an answer of AWS, in this process or behind a socket', () => {
  const here = new UnsupportedError('AWS::X::Y');
  const remote = new AwsError('NotImplemented', here.message);

  for (const error of [here, remote]) {
    expect(told(error)).toMatch(/Squall does not emulate AWS::X::Y\.?\n.*docs\/coverage\.md/);
    expect(told(error)).not.toContain('the answer that AWS would give');
  }
  expect(told(new AwsError('ValidationError', 'Parameters: [Stage, Owner] must have values'))).toContain(
    '--parameter Stage=VALUE',
  );
  expect(told(new AwsError('ValidationError', 'no'))).toContain('the answer that AWS would give');
});
