import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

it('says what to do about an app of modules in a project of CommonJS, as npm init leaves it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'squall-synthesize-'));
  try {
    writeFileSync(join(directory, 'package.json'), '{ "type": "commonjs" }');
    writeFileSync(join(directory, 'app.ts'), "import { join } from 'node:path';\njoin('a');\n");

    await expect(synthesize('app.ts', { directory })).rejects.toMatchObject({
      hint: expect.stringContaining('npm pkg set type=module'),
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

it('says where and why an app failed, with the line itself, and nothing of the stack trace', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'squall-synthesize-'));
  try {
    writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(directory, 'app.mjs'), "console.log('Bundling …');\nconst app = undefined;\napp.synth();\n");

    await expect(synthesize('app.mjs', { directory })).rejects.toMatchObject({
      message: [
        "app.mjs:3:5: TypeError: Cannot read properties of undefined (reading 'synth')",
        '',
        '    3 │ app.synth();',
        '      │     ^',
        '',
      ].join('\n'),
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

it('keeps the last lines of what it does not understand', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'squall-synthesize-'));
  try {
    await expect(synthesize('echo no such luck && exit 3', { directory })).rejects.toMatchObject({
      message: '“echo no such luck && exit 3” ended with code 3:\nno such luck',
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

it('says how a template comes to be an assembly', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'squall-synthesize-'));
  try {
    writeFileSync(join(directory, 'template.yaml'), 'Resources: {}\n');

    await expect(synthesize('template.yaml', { directory })).rejects.toMatchObject({
      message: 'template.yaml is no app of the CDK.',
      hint: expect.stringContaining('.aws-sam/squall'),
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
