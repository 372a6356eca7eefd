import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFramework } from './find-framework.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(directory: string, name: string, version: string): string {
  const bin = { serverless: 'bin/serverless.js' };
  const place = join(folder, directory, 'node_modules', name);
  mkdirSync(join(place, 'bin'), { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version, bin }));
  writeFileSync(join(place, 'bin/serverless.js'), '');
  return join(place, 'bin/serverless.js');
}

describe('findFramework', () => {
  it('takes the one of the service, then those of the directories above, osls first', () => {
    const outer = install('.', 'osls', '4.3.1');
    mkdirSync(join(folder, 'other'));
    const inner = install('service', 'serverless', '3.40.0');

    expect(findFramework(join(folder, 'service'), '')).toEqual({
      name: 'serverless',
      version: '3.40.0',
      program: inner,
    });
    expect(findFramework(join(folder, 'other'), '')).toEqual({ name: 'osls', version: '4.3.1', program: outer });
    install('.', 'serverless', '3.40.0');
    expect(findFramework(join(folder, 'other'), '').name).toBe('osls');
  });

  it('takes the one on the PATH, which is a link into a package', () => {
    const program = install('global', 'osls', '3.77.1');
    symlinkSync(program, join(dirname(program), 'osls'));
    mkdirSync(join(folder, 'service'));

    const path = ['', join(folder, 'nowhere'), dirname(program)].join(':');
    expect(findFramework(join(folder, 'service'), path)).toEqual({ name: 'osls', version: '3.77.1', program });
  });

  it('says what to install where there is none', () => {
    expect(() => findFramework(folder, '')).toThrow(
      `A serverless.yml is deployed by the Serverless Framework 3 or osls, and neither is installed in ${folder} or on the PATH.`,
    );
  });

  it('refuses version 4, which asks for a login', () => {
    install('.', 'serverless', '4.21.0');

    expect(() => findFramework(folder, '')).toThrow(
      'The Serverless Framework 4.21.0 deploys nothing without a login at its vendor.',
    );
  });
});
