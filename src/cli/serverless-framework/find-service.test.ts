import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findService } from './find-service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (...names: string[]) => {
  for (const name of names) writeFileSync(join(folder, name), '');
};

describe('findService', () => {
  it.each(['serverless.yml', 'serverless.prod.yaml', 'serverless.ts', 'serverless-billing.yml'])(
    'takes the file %s',
    (name) => {
      write(name);

      expect(findService(name, folder)).toEqual({ directory: folder, file: name });
    },
  );

  it('takes a directory, and the working directory where nothing is named', () => {
    mkdirSync(join(folder, 'api'));
    write('serverless.yml', 'api/serverless.json');

    expect(findService('api', folder)).toEqual({ directory: join(folder, 'api'), file: 'serverless.json' });
    expect(findService(undefined, folder)).toEqual({ directory: folder, file: 'serverless.yml' });
  });

  it('says that a file is not there', () => {
    expect(() => findService('serverless.yml', folder)).toThrow(`There is no serverless.yml in ${folder}.`);
  });

  it('leaves what is of the CDK to the CDK', () => {
    write('serverless.yml', 'cdk.json', 'app.ts');
    mkdirSync(join(folder, 'cdk.out'));
    write('cdk.out/manifest.json');

    expect(findService(undefined, folder)).toBeUndefined();
    expect(findService('app.ts', folder)).toBeUndefined();
    expect(findService('cdk.out', folder)).toBeUndefined();
    expect(findService('node app.js', folder)).toBeUndefined();
    expect(findService('.', folder)).toEqual({ directory: folder, file: 'serverless.yml' });
  });
});
