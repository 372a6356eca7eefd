/** For runners other than vitest (node:test, jest): a cloud, and a cloud with your stacks in it. */
export { type Cloud, startCloud } from './cloud/cloud.ts';
export type { CloudOptions } from './cloud/cloud-options.ts';
export type { MockAnswer, MockConfig, TaskMock } from './cloud/service-kit/workflow-mocks.ts';
export {
  type Deployment,
  deploy,
  type OwnedDeployment,
  type StackOptions,
  type Surroundings,
} from './harness/deployment.ts';
export {
  expectHistory,
  type HistoryExpectation,
  type HistorySource,
} from './harness/history/expect-history.ts';
export { type MockedTask, mockTask } from './harness/mock-task.ts';
export type {
  Capability,
  TargetClientConfig,
  TargetClock,
  TargetFaults,
  TargetMocks,
  TargetName,
} from './harness/targets/target.ts';
export { lackOfTarget } from './harness/targets/target-of.ts';
