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
