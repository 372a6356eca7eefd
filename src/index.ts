/** The whole public API of Squall. */
export type { ClientConfig, ClientConfigOptions } from './cloud/client-config.ts';
export type { Cloud } from './cloud/cloud.ts';
export { startCloud } from './cloud/cloud.ts';
export type { CloudOptions } from './cloud/cloud-options.ts';
export type { Clock } from './cloud/kernel/clock.ts';
export { AwsError, SquallError, type SquallErrorCode, UnsupportedError } from './cloud/kernel/errors.ts';
export type { HttpRequest, HttpResponse } from './cloud/kernel/http.ts';
export type { Hop, Journal } from './cloud/kernel/journal.ts';
export type { Snapshot } from './cloud/kernel/world.ts';
export type { MockAnswer, MockConfig, TaskMock, WorkflowMocks } from './cloud/service-kit/workflow-mocks.ts';
