import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTemplate } from './find-template.ts';
import { assignments, readSamConfig } from './sam-config.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-config-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);

describe('parameter_overrides', () => {
  it.each([
    ['Stage=dev Owner="the team"', { Stage: 'dev', Owner: 'the team' }],
    [`A='x y' B=c=d`, { A: 'x y', B: 'c=d' }],
    ['ParameterKey=Stage,ParameterValue=dev ParameterKey=B,ParameterValue="1 2"', { Stage: 'dev', B: '1 2' }],
    [['Stage=dev', 'B=2'], { Stage: 'dev', B: '2' }],
    [
      { Stage: 'dev', Zones: ['a', 'b'], N: 3 },
      { Stage: 'dev', Zones: 'a,b', N: '3' },
    ],
    ['"Stage"="dev"', { Stage: 'dev' }],
    [undefined, {}],
  ])('%j', (given, read) => {
    expect(assignments(given)).toEqual(read);
  });
});

describe('samconfig', () => {
  it('is read for the environment that is asked for', () => {
    write(
      'samconfig.toml',
      '[default.deploy.parameters]\nstack_name = "a"\n[staging.deploy.parameters]\nstack_name = "b"\nregion = "eu-west-1"\n',
    );

    expect(readSamConfig(directory).stackName).toBe('a');
    expect(readSamConfig(directory, { configEnvironment: 'staging' })).toMatchObject({
      stackName: 'b',
      region: 'eu-west-1',
    });
    expect(() => readSamConfig(directory, { configEnvironment: 'prod' })).toThrow('has no environment “prod”');
  });

  it('may be YAML, or another file', () => {
    write('samconfig.yaml', 'default: { deploy: { parameters: { stack_name: y } } }\n');
    write('other.toml', '[default.deploy.parameters]\nstack_name = "o"\n');

    expect(readSamConfig(directory).stackName).toBe('y');
    expect(readSamConfig(directory, { configFile: 'other.toml' }).stackName).toBe('o');
    expect(() => readSamConfig(directory, { configFile: 'gone.toml' })).toThrow('There is no');
  });

  it('that cannot be read is named, with the line', () => {
    write('samconfig.toml', '[default.deploy.parameters]\nstack_name = shop\n');

    expect(() => readSamConfig(directory)).toThrow(/samconfig\.toml cannot be read: .*\(line 2\)/);
  });
});

it('samconfig says which setting is no text', () => {
  write('samconfig.toml', '[default.deploy.parameters]\nstack_name = 5\n');

  expect(() => readSamConfig(directory)).toThrow(/^stack_name in .*samconfig\.toml is no text: 5\.$/);
});

describe('A project', () => {
  it('is one of a template where there is one and no cdk.json', () => {
    expect(findTemplate(directory)).toBeUndefined();
    write('template.yml', 'Resources: {}\n');
    expect(findTemplate(directory)?.template).toBe(join(directory, 'template.yml'));
    write('cdk.json', '{}');
    expect(findTemplate(directory)).toBeUndefined();
    expect(findTemplate(join(directory, 'template.yml'))?.template).toBe(join(directory, 'template.yml'));
  });

  it('has the template that samconfig names', () => {
    write('samconfig.toml', '[default.deploy.parameters]\ntemplate_file = "infra.yaml"\n');
    expect(() => findTemplate(directory)).toThrow('which samconfig names');
    write('infra.yaml', 'Resources: {}\n');

    expect(findTemplate(directory)?.template).toBe(join(directory, 'infra.yaml'));
  });

  it('is none where the file is something else', () => {
    write('serverless.yml', 'service: x\n');

    write('small.json', '{"Parameters":{},"Resources":{}}');

    expect(findTemplate(join(directory, 'small.json'))).toBeDefined();
    expect(findTemplate(join(directory, 'serverless.yml'))).toBeUndefined();
    expect(findTemplate('node app.js')).toBeUndefined();
    write('main.tf', '');
    expect(() => findTemplate(directory)).toThrow('is deployed by Terraform itself');
    expect(() => findTemplate(join(directory, 'main.tf'))).toThrow('is deployed by Terraform itself');
    write('empty.yaml', '');
    expect(() => findTemplate(join(directory, 'empty.yaml'))).toThrow(
      /empty\.yaml is no template: it has no Resources\./,
    );
    expect(() => findTemplate(join(directory, 'gone.yaml'))).toThrow('There is no');
  });
});
