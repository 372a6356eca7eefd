import type {
  DescribePipeRequest,
  DescribePipeResponse,
  ListPipesRequest,
  ListPipesResponse,
} from '@aws-sdk/client-pipes';
import type { Operation } from '../../../service-kit/contract.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { validation } from '../errors.ts';
import { describedPipe, findPipe, listedPipe } from '../settings/describe-pipe.ts';
import type { PipeRecord, PipesState } from '../state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_DescribePipe.html */
export const describePipe: Operation<DescribePipeRequest, DescribePipeResponse, PipesState> = (state, { Name }) =>
  describedPipe(findPipe(state, Name));

/** AWS's own where none is given. */
const limitDefault = 100;

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_ListPipes.html */
export const listPipes: Operation<ListPipesRequest, ListPipesResponse, PipesState> = (state, input) => {
  const { items, next } = pageOf([...state.pipes.values()].filter(wantedBy(input)), {
    limit: input.Limit ?? limitDefault,
    token: input.NextToken,
    keyOf: ({ name }) => name,
    invalidToken: () => validation('Invalid NextToken.'),
  });
  return { Pipes: items.map(listedPipe), ...(next !== undefined && { NextToken: next }) };
};

const wantedBy =
  ({ NamePrefix = '', SourcePrefix = '', TargetPrefix = '', DesiredState, CurrentState }: ListPipesRequest) =>
  ({ name, source, target, desiredState, currentState }: PipeRecord): boolean =>
    name.startsWith(NamePrefix) &&
    source.startsWith(SourcePrefix) &&
    target.startsWith(TargetPrefix) &&
    (DesiredState === undefined || desiredState === DesiredState) &&
    (CurrentState === undefined || currentState === CurrentState);
