/** What is mutated, and the tests that must notice: those that cover it, quickest first. */
export interface Target {
  /** A folder or a file. */
  readonly path: string;
  readonly tests: readonly string[];
}

export const targets: readonly Target[] = [
  { path: 'src/explore/judge', tests: ['src/explore/judge'] },
  { path: 'src/cloud/kernel/durable', tests: ['src/cloud/kernel/durable'] },
  { path: 'src/cloud/policy', tests: ['src/cloud/policy'] },
  { path: 'src/cloud/wire/signatures', tests: ['src/cloud/wire/signatures'] },
  { path: 'src/cloud/kernel/boundary.ts', tests: ['src/cloud/kernel/boundary.test.ts', 'src/cloud/kernel/faults'] },
  { path: 'src/cloud/calls', tests: ['src/cloud/calls', 'src/cloud/disk-full.test.ts'] },
  {
    path: 'src/cloud/services/apigatewayv2/execute/pipeline.ts',
    tests: ['pipeline', 'cors-answers', 'deployed-http-apis', 'observing', 'authorizers'].map(
      (name) => `src/cloud/services/apigatewayv2/execute/${name}`,
    ),
  },
];
