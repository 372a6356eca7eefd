import type { InputShape } from '../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */

/** Constraints of inputs, in the order in which AWS evaluates them. */
export const statesShapes: Readonly<Record<string, InputShape>> = {
  DescribeExecution: {
    executionArn: { required: true, min: 1, max: 256 },
    includedData: { enum: ['ALL_DATA', 'METADATA_ONLY'] },
  },
  DescribeStateMachineForExecution: {
    executionArn: { required: true, min: 1, max: 256 },
    includedData: { enum: ['ALL_DATA', 'METADATA_ONLY'] },
  },
  GetExecutionHistory: {
    executionArn: { required: true, min: 1, max: 256 },
    maxResults: { min: 0, max: 1000 },
    nextToken: { min: 1, max: 1024 },
  },
  StartSyncExecution: {
    stateMachineArn: { required: true, min: 1, max: 256 },
    name: { min: 1, max: 80 },
    input: { max: 262_144 },
    traceHeader: { max: 256, pattern: /^\p{ASCII}*$/u, patternText: '\\p{ASCII}*' },
    includedData: { enum: ['ALL_DATA', 'METADATA_ONLY'] },
  },
};
