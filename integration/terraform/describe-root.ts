import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRoot, missing, Terraform } from './terraform.ts';

const applyArgs = ['-auto-approve', '-parallelism=40'] as const;

interface Root {
  /** The folder. */
  readonly name: string;
  /** Where the root learns of the cloud: nothing of it is in the root. */
  readonly environment?: (endpoint: string) => Readonly<Record<string, string>>;
  /** A file laid beside the root, with its text. */
  readonly override?: (endpoint: string) => { readonly file: string; readonly text: string };
}

/**
 * A root's whole life: applied, changed by its variable `revision`, some of it forgotten and imported (its output
 * `imports`: addresses with ids), and destroyed, without a difference that nobody made in between.
 */
export function describeRoot(title: string, { name, environment, override }: Root): void {
  describe.skipIf(missing !== undefined)(title, { timeout: 900_000 }, () => {
    let cloud: Cloud;
    let root: string;
    let terraform: Terraform;

    beforeAll(async () => {
      cloud = await startCloud();
      root = copyRoot(name);
      const beside = override?.(cloud.endpoint);
      if (beside) writeFileSync(join(root, beside.file), beside.text);
      terraform = new Terraform(root, cloud.endpoint, environment?.(cloud.endpoint));
      await terraform.run('init');
    }, 120_000);
    afterAll(async () => {
      await cloud.close();
      rmSync(root, { recursive: true, force: true });
    });

    async function expectNoDrift(...args: readonly string[]): Promise<void> {
      // 2: there would be something to do.
      const planned = await terraform.run('plan', '-detailed-exitcode', ...args);
      expect(planned.code, planned.text).toBe(0);
    }

    it('is applied without drift', async () => {
      const applied = await terraform.run('apply', ...applyArgs);

      expect(applied.text).toContain('Apply complete!');
      await expectNoDrift();
    });

    it('is changed without drift', async () => {
      const changed = await terraform.run('apply', ...applyArgs, '-var', 'revision=2');

      expect(changed.text).toMatch(/Apply complete! Resources: \d+ added, [1-9]\d* changed/);
      await expectNoDrift('-var', 'revision=2');
    });

    it('is imported as it was made', async () => {
      const imports = Object.entries(await terraform.output('imports'));
      await terraform.run('state', 'rm', ...imports.map(([address]) => address));
      const blocks = imports.map(([to, id]) => `import {\n  to = ${to}\n  id = ${JSON.stringify(id)}\n}\n`);
      writeFileSync(join(root, 'imports.tf'), blocks.join(''));

      const imported = await terraform.run('apply', ...applyArgs, '-var', 'revision=2');

      const complete = `Resources: ${imports.length} imported, 0 added, 0 changed, 0 destroyed`;
      expect(imported.text, imported.text).toContain(complete);
    });

    it('is destroyed to the last resource', async () => {
      rmSync(join(root, 'imports.tf'), { force: true });
      const destroyed = await terraform.run('destroy', ...applyArgs, '-var', 'revision=2');

      expect(destroyed.text).toContain('Destroy complete!');
      expect((await terraform.run('state', 'list')).text).not.toContain('aws_');
    });
  });
}
