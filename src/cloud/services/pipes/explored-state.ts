import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { PipesState } from './state.ts';

/** Pipes, by what they are set to; how far they have read is no result, but what came of it is. */
export const pipesExploredState: ExploredState<PipesState> = {
  kind: 'pipe',
  resourceTypes: ['AWS::Pipes::Pipe'],
  nameOf: lastStep,
  rows: ({ pipes }) =>
    [...pipes.values()].map(({ name, source, enrichment, target, desiredState, currentState }) => ({
      name,
      rows: [{ source, ...(enrichment !== undefined && { enrichment }), target, desiredState, currentState }],
    })),
  deadLetters: ({ pipes }) =>
    [...pipes.values()].flatMap(({ sourceParameters: { DynamoDBStreamParameters, KinesisStreamParameters } }) => {
      const arn = (DynamoDBStreamParameters ?? KinesisStreamParameters)?.DeadLetterConfig?.Arn;
      return arn === undefined ? [] : [arn];
    }),
};
