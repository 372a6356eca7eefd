import { describe, expect, it } from 'vitest';
import { inProject } from '../testing/check-files.ts';
import { findFiles } from './find-files.ts';
import { isIgnored, readIgnoreRules } from './ignore-rules.ts';

describe('the files of a project', () => {
  it('are those that are neither installed, generated nor ignored by git; assemblies are told apart', async () => {
    const files = [
      'template.yaml',
      'src/a.ts',
      'node_modules/b/template.yaml',
      '.git/config.json',
      '.aws-sam/build/template.yaml',
      'build/out.json',
      'packages/one/tmp/kept.json',
      'packages/two/tmp/left.json',
      'infra/cdk.out/manifest.json',
      'infra/cdk.out/cdk.out',
      'infra/cdk.out/A.template.json',
      'infra/cdk.out/asset.1/template.yaml',
    ];
    const contents = Object.fromEntries(files.map((file) => [file, '{}']));
    const ignores = { '.gitignore': 'build/\ncdk.out\n', 'packages/two/.gitignore': '/tmp\n' };
    const found = await inProject({ ...contents, ...ignores }, async (directory) => findFiles(directory));

    expect(found.files).toEqual([
      '.gitignore',
      'packages/one/tmp/kept.json',
      'packages/two/.gitignore',
      'src/a.ts',
      'template.yaml',
    ]);
    expect(found.assemblies).toEqual(['infra/cdk.out']);
  });

  it.each([
    ['dist', 'a/dist', true, true],
    ['dist/', 'dist', false, false],
    ['/dist', 'a/dist', true, false],
    ['a/b', 'a/b', false, true],
    ['a/b', 'c/a/b', false, false],
    ['*.log', 'x/y.log', false, true],
    ['*.log\n!keep.log', 'x/keep.log', false, false],
    ['a/**/z', 'a/b/c/z', false, true],
    ['**/cache', 'x/cache', true, true],
    ['out/**', 'out/a/b', false, true],
    ['# a comment', '# a comment', false, false],
    ['file[0-9].js', 'file7.js', false, true],
    ['a?c', 'abc', false, true],
    ['a.c', 'abc', false, false],
  ])('are left out as git does: %j of %s', (text, path, isDirectory, expected) => {
    expect(isIgnored(readIgnoreRules(text), path, isDirectory)).toBe(expected);
  });
});
