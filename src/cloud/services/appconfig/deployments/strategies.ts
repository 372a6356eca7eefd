import { raise } from '../../../kernel/errors.ts';
import { notFound } from '../errors.ts';
import type { AppConfigState, Strategy } from '../state.ts';

type Predefined = Omit<Strategy, 'arn' | 'name' | 'order' | 'replicateTo' | 'tags'>;

/** https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy-predefined.html */
const predefined: readonly Predefined[] = [
  {
    id: 'AppConfig.AllAtOnce',
    description: 'Quick',
    durationMinutes: 0,
    growthType: 'LINEAR',
    growthFactor: 100,
    bakeMinutes: 10,
  },
  {
    id: 'AppConfig.Linear50PercentEvery30Seconds',
    description: 'Test/Demo',
    durationMinutes: 1,
    growthType: 'LINEAR',
    growthFactor: 50,
    bakeMinutes: 1,
  },
  {
    id: 'AppConfig.Canary10Percent20Minutes',
    description: 'AWS Recommended',
    durationMinutes: 20,
    growthType: 'EXPONENTIAL',
    growthFactor: 10,
    bakeMinutes: 10,
  },
  {
    id: 'AppConfig.Linear20PercentEvery6Minutes',
    description: 'AWS Recommended',
    durationMinutes: 30,
    growthType: 'LINEAR',
    growthFactor: 20,
    bakeMinutes: 30,
  },
];

/** AWS's own strategies, ahead of all others. */
export const predefinedStrategies: readonly Strategy[] = predefined.map((each, index) => ({
  ...each,
  name: each.id,
  arn: '',
  tags: {},
  replicateTo: 'NONE',
  order: index - predefined.length,
}));

export const isPredefined = (id: string): boolean => id.startsWith('AppConfig.');

export const findStrategy = (state: AppConfigState, id: string): Strategy =>
  state.strategies.get(id) ??
  predefinedStrategies.find((each) => each.id === id) ??
  raise(notFound('DeploymentStrategy', id));
