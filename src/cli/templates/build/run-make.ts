import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import type { Build } from '../packaging.ts';
import { copySource } from './copy-source.ts';
import { runTool } from './run-tool.ts';

/**
 * `make build-LogicalId` in a copy of the sources, as `sam build` does it; the makefile copies into `$(ARTIFACTS_DIR)`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-custom-runtimes.html
 */
export async function make({ source, target, declared, packaging }: Build): Promise<void> {
  const goal = `build-${declared.logicalId}`;
  if (!existsSync(join(source, 'Makefile'))) {
    const hint = `Write one with the target ${goal}, or take Metadata.BuildMethod away.`;
    throw new SquallError(
      'SynthesisFailed',
      `${declared.logicalId} is built by make, and ${source} has no Makefile.`,
      hint,
    );
  }
  packaging.onStep(`Making ${goal}`);
  const scratch = mkdtempSync(join(tmpdir(), 'squall-make-'));
  try {
    copySource(source, scratch);
    await runTool({
      command: 'make',
      arguments: [goal],
      directory: scratch,
      environment: { ARTIFACTS_DIR: target },
      signal: packaging.signal,
      what: `make ${goal}`,
      missing: 'Install make.',
      hint: `Mend the target ${goal} in ${join(source, 'Makefile')}.`,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
