import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { isRecord, type Json } from '../../cloud/services/cloudformation/engine/template/template.ts';
import { ignoreAll } from '../../harness/own-directory.ts';
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
  const { template: path } = project;
  const home = join(dirname(path), '.aws-sam');
  const directory = resolve(options.outputDirectory ?? join(home, 'squall'));
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  if (options.outputDirectory === undefined) ignoreAll(directory);
  // Outside of the project: sources are often the project's own folder, and are copied there.
  const scratch = mkdtempSync(join(tmpdir(), 'squall-build-'));
  const artifacts = new Artifacts(directory, `cdk-hnb659fds-assets-${options.account}-${options.region}`);
  try {
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
    writeAssembly(directory, template, artifacts, stackProperties(project, template, options));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return directory;
}

function stackProperties({ template: path, config }: TemplateProject, template: Json, { stackName }: BuildOptions) {
  const declared = isRecord(template.Parameters) ? template.Parameters : {};
  return {
    templateFile: 'template.json',
    stackName: stackName ?? config.stackName ?? stackNameOf(path),
    // samconfig.toml may name parameters of another template; SAM leaves them out as well.
    parameters: Object.fromEntries(Object.entries(config.parameters).filter(([name]) => Object.hasOwn(declared, name))),
    tags: config.tags,
  };
}

function writeAssembly(directory: string, template: Json, artifacts: Artifacts, properties: object): void {
  const environment = 'aws://unknown-account/unknown-region';
  write(directory, 'template.json', template);
  write(directory, 'assets.json', artifacts.manifest());
  write(directory, 'manifest.json', {
    version: '36.0.0',
    artifacts: {
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
      Stack: { type: 'aws:cloudformation:stack', environment, dependencies: ['Assets'], properties },
    },
  });
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
