/** Squall as a container, for suites that use testcontainers: `new SquallContainer().start()`. */
export type { RemoteFaults } from './harness/remote-faults.ts';
export { defaultImage, SquallContainer } from './harness/testcontainers/squall-container.ts';
export { type DeployAppOptions, StartedSquallContainer } from './harness/testcontainers/started-squall-container.ts';
