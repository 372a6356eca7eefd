import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstScenarioFile } from './first-scenario-file.ts';

let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'squall-first-file-'));
});
afterEach(() => rmSync(project, { recursive: true }));

it('is a test, except where jest would run it', () => {
  const fileWith = (text: string) => {
    writeFileSync(join(project, 'package.json'), text);
    return firstScenarioFile(project);
  };

  expect(firstScenarioFile(project)).toBe('test/explore.test.ts');
  expect(fileWith('{ "devDependencies": { "vitest": "^5" } }')).toBe('test/explore.test.ts');
  expect(fileWith('{ "devDependencies": { "jest": "^30" } }')).toBe('test/explore.ts');
});
