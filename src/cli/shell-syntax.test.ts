import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellSyntax } from './shell-syntax.ts';

const odd = `it's $HOME "x" \\ 100%`;

it('writes a variable as each shell does', () => {
  expect(shellSyntax('bash').set('A', odd)).toBe(`export A='it'\\''s $HOME "x" \\ 100%'`);
  expect(shellSyntax('fish').set('A', odd)).toBe(`set -gx A 'it\\'s $HOME "x" \\\\ 100%';`);
  expect(shellSyntax('powershell').set('A', odd)).toBe(`$env:A = 'it''s $HOME "x" \\ 100%'`);
  expect(shellSyntax('cmd').set('A', 'C:\\a b&c')).toBe('set "A=C:\\a b&c"');
});

it.skipIf(process.platform === 'win32')('sets in a shell exactly the value', () => {
  const script = `${shellSyntax('sh').set('A', odd)}; printf %s ${shellSyntax('sh').value('A')}`;

  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(odd);
});

it('takes PowerShell on Windows, but not in Git Bash, unless a shell is named', () => {
  expect(shellSyntax(undefined, {}, 'win32')).toBe(shellSyntax('pwsh'));
  expect(shellSyntax(undefined, { SHELL: '/usr/bin/bash' }, 'win32')).toBe(shellSyntax('bash'));
  expect(shellSyntax(undefined, {}, 'darwin')).toBe(shellSyntax('bash'));
  expect(() => shellSyntax('tcsh')).toThrow('--shell tcsh is not a choice.');
});
