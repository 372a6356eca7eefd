import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where a first scenario goes: beside vitest's tests. In a project that has jest it is named like no test, since jest
 * would run it.
 */
export function firstScenarioFile(directory: string = process.cwd()): string {
  return packagesOf(directory).has('jest') ? 'test/explore.ts' : 'test/explore.test.ts';
}

function packagesOf(directory: string): ReadonlySet<string> {
  try {
    const text = readFileSync(join(directory, 'package.json'), 'utf8');
    const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<string, object | undefined>;
    return new Set(Object.keys({ ...dependencies, ...devDependencies }));
  } catch {
    return new Set();
  }
}
