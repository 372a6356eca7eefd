import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isRecord } from '../../cloud/services/cloudformation/engine/template/template.ts';
import { Artifacts } from './artifacts.ts';
import type { TemplateProject } from './find-template.ts';
import { packageTemplate } from './package-template.ts';
import { readTemplateFile } from './read-template-file.ts';

export interface BuildOptions {
  readonly account: string;
  readonly region: string;
  readonly stackName?: string | undefined;
  /** Where the assembly is written to. Default: `.aws-sam/squall` beside the template. */
  readonly outputDirectory?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told what is built. */
  readonly onStep?: (step: string) => void;
}

/**
 * Builds a template's functions and layers as `sam build` does, packages all local paths as `aws cloudformation package`
 * does, and writes both down as a cloud assembly of one stack. Answers its directory.
 */
export async function buildAssembly(project: TemplateProject, options: BuildOptions): Promise<string> {
  const { template: path, config } = project;
  const home = join(dirname(path), '.aws-sam');
  const directory = resolve(options.outputDirectory ?? join(home, 'squall'));
  const scratch = join(home, 'squall-build');
  for (const each of [directory, scratch]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each, { recursive: true });
  }
  const artifacts = new Artifacts(directory, `cdk-hnb659fds-assets-${options.account}-${options.region}`);
  const template = await packageTemplate(readTemplateFile(path), {
    path,
    artifacts,
    region: options.region,
    scratch,
    cache: join(home, 'squall-cache'),
    built: new Map(),
    signal: options.signal,
    onStep: options.onStep ?? (() => undefined),
  });
  const declared = isRecord(template.Parameters) ? template.Parameters : {};
  const properties = {
    templateFile: 'template.json',
    stackName: options.stackName ?? config.stackName ?? stackNameOf(path),
    parameters: Object.fromEntries(Object.entries(config.parameters).filter(([name]) => Object.hasOwn(declared, name))),
    tags: config.tags,
  };
  write(directory, 'template.json', template);
  write(directory, 'assets.json', artifacts.manifest());
  write(directory, 'manifest.json', {
    version: '36.0.0',
    artifacts: {
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
      Stack: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        dependencies: ['Assets'],
        properties,
      },
    },
  });
  rmSync(scratch, { recursive: true, force: true });
  return directory;
}

const write = (directory: string, name: string, contents: object): void =>
  writeFileSync(join(directory, name), JSON.stringify(contents, undefined, 1));

/** Like the project's folder, as far as stacks may be called so. */
function stackNameOf(path: string): string {
  const name = basename(dirname(resolve(path)))
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/-+$/, '');
  return name.slice(0, 128) || 'app';
}
