/** Everything for vitest: a cloud with the stack for each file, and the explorer. */
export type { MockAnswer, MockConfig, TaskMock } from './cloud/service-kit/workflow-mocks.ts';
export { expectState, type StateExpectation } from './explore/expect-state.ts';
export { Exploration, type ExploreOptions } from './explore/exploration.ts';
export { explore } from './explore/explore.ts';
export { type FaultSet, f } from './explore/faults/fault-set.ts';
export type { Judged, Verdict, Violation } from './explore/judge/verdict.ts';
export { fault, replay, run } from './explore/lower-level.ts';
export type { Outcome, Try } from './explore/run/outcome.ts';
export type { SideEffect } from './explore/run/run.ts';
export type { Race, RunResult, Scenario } from './explore/scenario.ts';
export { type FakeHttp, type FakeRequest, fakeHttp, reply } from './explore/simulation/fake-http.ts';
export type { Client, ClientOptions, Given, RequestOptions, When } from './explore/simulation/scenario-verbs.ts';
export type { Rows, StateView } from './explore/simulation/state-view.ts';
export {
  expectHistory,
  type HistoryExpectation,
  type HistorySource,
} from './harness/history/expect-history.ts';
export { type MockedTask, mockTask } from './harness/mock-task.ts';
export * from './harness/vitest.ts';
