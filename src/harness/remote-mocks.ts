import type { MockConfig, TaskMock } from '../index.ts';
import { askAdmin } from './cloud-client.ts';
import type { TargetMocks } from './targets/target.ts';

/** Mocks of tasks in a cloud behind an endpoint. */
export const remoteMocks = (endpoint: string): TargetMocks => ({
  async add(...mocks: readonly (TaskMock | MockConfig)[]) {
    await askAdmin(endpoint, 'POST /_squall/states/mocks', mocks);
  },
  async clear() {
    await askAdmin(endpoint, 'DELETE /_squall/states/mocks');
  },
});
