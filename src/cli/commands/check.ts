import { resolve } from 'node:path';
import { checkProject } from '../check/check-project.ts';
import { isBad } from '../check/finding.ts';
import { reportJson } from '../check/report/report-json.ts';
import { reportText } from '../check/report/report-text.ts';
import type { Command } from '../command.ts';
import { paintError } from '../paint.ts';

/** `squall check`: will this project work here? Nothing is started, nothing is deployed. */
export const check: Command = {
  summary: 'say what of a project works here, before it is deployed',
  usage: 'check [path] [options]',
  positionalsMax: 1,
  flags: {
    all: { type: 'boolean', help: 'list what is emulated as well' },
    'no-synth': { type: 'boolean', help: 'run no CDK app; take the assembly that is there' },
    json: { type: 'boolean', help: 'for programs: JSON on standard output' },
  },
  examples: ['squall check', 'squall check template.yaml --all', 'squall check infrastructure --json'],
  async run([path = '.'], flags) {
    const checked = await checkProject(resolve(path), {
      isSynthesizing: flags['no-synth'] !== true,
      onApp: (file) => process.stderr.write(`${paintError.dim(`Synthesizing ${file} …`)}\n`),
    });
    const output = flags.json === true ? reportJson(checked) : reportText(checked, { isWhole: flags.all === true });
    process.stdout.write(`${output}\n`);
    if (checked.unreadable.length > 0) return 2;
    return checked.findings.some(isBad) ? 1 : 0;
  },
};
