import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssembly } from './assembly.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-assembly-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, contents: object) => writeFileSync(join(directory, name), JSON.stringify(contents));

const stack = (name: string, dependencies: readonly string[] = []) => {
  write(`${name}.template.json`, {});
  return { type: 'aws:cloudformation:stack', dependencies, properties: { templateFile: `${name}.template.json` } };
};

describe('a cloud assembly', () => {
  it('gives its stacks in the order of their dependencies', () => {
    write('manifest.json', { artifacts: { Api: stack('Api', ['Data']), Data: stack('Data') } });

    expect(readAssembly(directory).map(({ name }) => name)).toEqual(['Data', 'Api']);
  });

  it('is refused when values were not looked up, since it holds dummies in their places', () => {
    write('manifest.json', { artifacts: { Api: stack('Api') }, missing: [{ key: 'vpc-provider:account=1' }] });

    expect(() => readAssembly(directory)).toThrow(
      'The app looks up what the cloud cannot tell: vpc-provider:account=1',
    );
  });

  it('is refused when it has Docker images', () => {
    write('assets.json', { dockerImages: { hash: {} } });
    write('manifest.json', {
      artifacts: {
        Api: stack('Api', ['Api.assets']),
        'Api.assets': { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
      },
    });

    expect(() => readAssembly(directory)).toThrow('Docker image assets');
  });

  it('is asked for where there is none', () => {
    expect(() => readAssembly(directory)).toThrow('holds no cloud assembly');
  });
});
