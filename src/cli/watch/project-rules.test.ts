import { describe, expect, it } from 'vitest';
import { projectRules } from './project-rules.ts';

describe('what counts as a change', () => {
  const { isIgnored } = projectRules('/project', ['state', '/elsewhere/data']);

  it.each(['stack/app.ts', 'cdk.json', 'handlers/orders/route.ts', 'stateful.ts', 'a#b.ts'])('%s does', (file) => {
    expect(isIgnored(`/project/${file}`)).toBe(false);
  });

  it.each([
    'node_modules/zod/index.js',
    'cdk.out/manifest.json',
    'packages/a/dist/index.js',
    '.git/index',
    '.aws-sam/build.toml',
    '.env',
    'dev.log',
    'handlers/route.ts~',
    'handlers/#route.ts#',
    'state/log-1',
    'state',
  ])('%s does not', (file) => {
    expect(isIgnored(`/project/${file}`)).toBe(true);
  });
});
