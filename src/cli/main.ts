#!/usr/bin/env node
// By its default export: an older Node would refuse a name that it does not have before any line here runs.
import nodeModule from 'node:module';
import { newerNodeHint, oldNodeMessage } from '../cloud/node-version.ts';

const tooOld = oldNodeMessage(process.versions.node, process.execPath);
if (tooOld !== undefined) {
  process.stderr.write(`${tooOld}\n  ${newerNodeHint}\n`);
  process.exit(1);
}
// Whoever reads our output may have seen enough (`squall logs | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
// Compiled code is kept between runs: a start costs a third less.
nodeModule.enableCompileCache();
// Read only now, as an older Node might not even understand it.
const { runCommand } = await import('./run-command.ts');
process.exitCode = await runCommand(process.argv.slice(2));
