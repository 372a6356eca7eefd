import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../check-project.ts';
import { checkFiles, inProject, linesOf } from '../testing/check-files.ts';

const template = JSON.stringify(
  {
    Resources: {
      OrdersQueue1A2B: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'Shop/Orders/Queue/Resource' } },
      Pool: { Type: 'AWS::IoT::Thing', Metadata: { 'aws:cdk:path': 'Shop/Thing/Resource' } },
    },
  },
  undefined,
  1,
);
const stack = (templateFile: string) => ({ type: 'aws:cloudformation:stack', properties: { templateFile } });
const assembly = (directory: string): Record<string, string> => ({
  [`${directory}/cdk.out`]: '{"version":"48.0.0"}',
  [`${directory}/manifest.json`]: JSON.stringify({ artifacts: { Shop: stack('Shop.template.json') } }),
  [`${directory}/Shop.template.json`]: template,
  [`${directory}/ShopNested.nested.template.json`]: '{"Resources":{"T":{"Type":"AWS::SNS::Topic"}}}',
  [`${directory}/asset.1/manifest.json`]: '{}',
  [`${directory}/asset.1/Other.template.json`]: template,
});

describe('cloud assemblies', () => {
  it('are read with nested stacks, without assets; resources are called as in the app', async () => {
    const checked = await checkFiles({ ...assembly('infra/cdk.out'), '.gitignore': 'cdk.out\n' });

    expect(linesOf(checked)).toEqual([
      'infra/cdk.out/Shop.template.json:4 emulated AWS::SQS::Queue',
      'infra/cdk.out/Shop.template.json:10 refused AWS::IoT::Thing: nothing of AWS::IoT is emulated',
      'infra/cdk.out/ShopNested.nested.template.json:1 emulated AWS::SNS::Topic',
    ]);
    expect(checked.findings[1]?.name).toBe('Shop/Thing/Resource');
  });

  it('say what a deploy would refuse before it begins', async () => {
    const images = { dockerImages: { a: { source: {}, destinations: {} } } };
    const artifacts = {
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'a.json' } },
      Shop: { ...stack('Shop.template.json'), dependencies: ['Assets'] },
    };
    const checked = await checkFiles({
      ...assembly('cdk.out'),
      'cdk.out/a.json': JSON.stringify(images),
      'cdk.out/manifest.json': JSON.stringify({ artifacts }),
    });

    expect(linesOf(checked)[0]).toMatch(/^cdk.out\/manifest.json:1 refused cloud assembly: .*image/i);
  });
});

describe('apps of the CDK', () => {
  /** Writes an assembly, as an app would. */
  const app = `
    import { mkdirSync, writeFileSync } from 'node:fs';
    const out = process.env.CDK_OUTDIR;
    writeFileSync(out + '/cdk.out', '{}');
    writeFileSync(out + '/manifest.json', '{"artifacts":{}}');
    writeFileSync(out + '/A.template.json', '{"Resources":{"Made":{"Type":"AWS::SNS::Topic"}}}');
  `;
  const project = { 'cdk.json': '{"app":"app.mjs"}', 'app.mjs': app };

  it('are synthesized where there is no assembly, or one that is older than the sources', async () => {
    const ran: string[] = [];
    const options = { isSynthesizing: true, onApp: (file: string) => ran.push(file) };
    const lines = await inProject(project, async (directory) => {
      const first = linesOf(await checkProject(directory, options));
      await checkProject(directory, options);
      expect(ran).toEqual(['cdk.json']);
      writeFileSync(join(directory, 'app.mjs'), app.replace('SNS::Topic', 'SQS::Queue'));
      utimesSync(join(directory, 'app.mjs'), new Date('2090-01-01'), new Date('2090-01-01'));
      return [...first, ...linesOf(await checkProject(directory, options))];
    });

    expect(lines).toEqual([
      'cdk.out/A.template.json:1 emulated AWS::SNS::Topic',
      'cdk.out/A.template.json:1 emulated AWS::SQS::Queue',
    ]);
    expect(ran).toEqual(['cdk.json', 'cdk.json']);
  });

  it('are found where their assembly lies, be it in a directory that git ignores', async () => {
    const checked = await checkFiles({
      '.gitignore': 'build/\n',
      'cdk.json': '{"app":"app.mjs","output":"build/assembly"}',
      ...assembly('build/assembly'),
    });

    expect(linesOf(checked)).toHaveLength(3);
    expect(checked.notes).toEqual([]);
  });

  it('are not run when that is not wanted, and told when they fail', async () => {
    const broken = { ...project, 'app.mjs': 'throw new Error("no such construct")' };
    const unrun = await checkFiles(project);
    const failed = await inProject(broken, (directory) => checkProject(directory, { isSynthesizing: true }));

    expect(unrun.notes).toEqual([{ file: 'cdk.json', line: 1, message: 'Its app was not synthesized: --no-synth.' }]);
    expect(failed.unreadable).toEqual([
      { file: 'cdk.json', line: 1, message: expect.stringContaining('no such construct'), text: expect.any(String) },
    ]);
  });
});
