import type * as Sdk from '@aws-sdk/client-appconfig';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { findStrategy, isPredefined, predefinedStrategies } from '../deployments/strategies.ts';
import { badRequest } from '../errors.ts';
import { inOrder } from '../find.ts';
import { type AppConfigState, nextOrder, type Strategy } from '../state.ts';
import { listPage } from './pages.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, AppConfigState>;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateDeploymentStrategy.html */
export const createDeploymentStrategy: Op<Sdk.CreateDeploymentStrategyRequest, Sdk.DeploymentStrategy> = (
  state,
  input,
  { account, region, random },
) => {
  const { Name, Description, DeploymentDurationInMinutes, GrowthFactor, FinalBakeTimeInMinutes = 0 } = input;
  const { GrowthType = 'LINEAR', ReplicateTo = 'NONE', Tags = {} } = input;
  if (ReplicateTo === 'SSM_DOCUMENT') throw new UnsupportedError('deployment strategies replicated to SSM documents');
  const id = random.text(7);
  const strategy: Strategy = {
    id,
    name: Name,
    description: Description,
    durationMinutes: DeploymentDurationInMinutes,
    growthType: GrowthType,
    growthFactor: GrowthFactor,
    bakeMinutes: FinalBakeTimeInMinutes,
    replicateTo: ReplicateTo,
    arn: `arn:aws:appconfig:${region}:${account}:deploymentstrategy/${id}`,
    tags: Tags,
    order: nextOrder(state),
  };
  state.strategies.set(id, strategy);
  return describeStrategy(strategy);
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetDeploymentStrategy.html */
export const getDeploymentStrategy: Op<Sdk.GetDeploymentStrategyRequest, Sdk.DeploymentStrategy> = (
  state,
  { DeploymentStrategyId },
) => describeStrategy(findStrategy(state, DeploymentStrategyId));

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_UpdateDeploymentStrategy.html */
export const updateDeploymentStrategy: Op<Sdk.UpdateDeploymentStrategyRequest, Sdk.DeploymentStrategy> = (
  state,
  input,
) => {
  const former = findOwn(state, input.DeploymentStrategyId);
  const changed = given({
    description: input.Description,
    durationMinutes: input.DeploymentDurationInMinutes,
    growthType: input.GrowthType,
    growthFactor: input.GrowthFactor,
    bakeMinutes: input.FinalBakeTimeInMinutes,
  });
  const strategy = { ...former, ...changed };
  state.strategies.set(former.id, strategy);
  return describeStrategy(strategy);
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_DeleteDeploymentStrategy.html */
export const deleteDeploymentStrategy: Op<Sdk.DeleteDeploymentStrategyRequest, object> = (
  state,
  { DeploymentStrategyId },
) => {
  state.strategies.delete(findOwn(state, DeploymentStrategyId).id);
  return {};
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ListDeploymentStrategies.html */
export const listDeploymentStrategies: Op<Sdk.ListDeploymentStrategiesRequest, Sdk.DeploymentStrategies> = (
  state,
  input,
) =>
  listPage([...predefinedStrategies, ...inOrder(state.strategies.values())], input, {
    keyOf: ({ order }) => String(order + predefinedStrategies.length).padStart(10, '0'),
    tell: describeStrategy,
  });

function findOwn(state: AppConfigState, id: string): Strategy {
  if (isPredefined(id)) throw badRequest(`The predefined deployment strategy ${id} cannot be changed or deleted.`);
  return findStrategy(state, id);
}

const describeStrategy = (strategy: Strategy): Sdk.DeploymentStrategy => ({
  Id: strategy.id,
  Name: strategy.name,
  ...given({ Description: strategy.description }),
  DeploymentDurationInMinutes: strategy.durationMinutes,
  GrowthType: strategy.growthType,
  GrowthFactor: strategy.growthFactor,
  FinalBakeTimeInMinutes: strategy.bakeMinutes,
  ReplicateTo: strategy.replicateTo,
});
