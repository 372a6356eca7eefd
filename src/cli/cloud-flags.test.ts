import { afterEach, expect, it } from 'vitest';
import { cloudOptions } from './cloud-flags.ts';

afterEach(() => {
  delete process.env.SQUALL_ALLOW_ORIGIN;
  delete process.env.SQUALL_SCHEDULES;
  delete process.env.SFN_MOCK_CONFIG;
});

it('takes origins that may use the cloud from the command line, or from a variable with commas', () => {
  expect(cloudOptions({ 'allow-origin': ['http://a.example', 'http://b.example'] }).allowOrigins).toEqual([
    'http://a.example',
    'http://b.example',
  ]);

  process.env.SQUALL_ALLOW_ORIGIN = 'http://a.example,http://localhost:5173';

  expect(cloudOptions({}).allowOrigins).toEqual(['http://a.example', 'http://localhost:5173']);
});

it('takes how schedules come from the command line, or from a variable', () => {
  expect(cloudOptions({}).schedules).toBeUndefined();
  expect(cloudOptions({ schedules: 'held' }).schedules).toBe('held');

  process.env.SQUALL_SCHEDULES = 'held';

  expect(cloudOptions({}).schedules).toBe('held');
  expect(() => cloudOptions({ schedules: 'never' })).toThrow('--schedules never is not a choice.');
});

it('takes a mock file by its option, or by the variable of Step Functions Local', () => {
  process.env.SFN_MOCK_CONFIG = 'local.json';

  expect(cloudOptions({}).workflowMocks).toBe('local.json');
  expect(cloudOptions({ 'workflow-mocks': 'own.json' }).workflowMocks).toBe('own.json');
});
