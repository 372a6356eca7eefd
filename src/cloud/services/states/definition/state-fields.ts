import { choices } from './choice-fields.ts';
import { catchers, retriers } from './failure-fields.ts';
import type { ValueCheck } from './findings.ts';
import { itemBatcher, itemReader, mapLabel, resultWriter } from './map-fields.ts';
import { credentials, resource } from './resource-fields.ts';
import type { Language } from './states.ts';
import * as values from './values.ts';

/*
 * Which state may have which fields, and what they may be.
 * https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html and the page of each state.
 */

interface Field {
  readonly check: ValueCheck;
  /** The language that has it; undefined for both. */
  readonly only?: Language;
}

/** Blocks of states are gone into by whoever checks the state. */
const block: ValueCheck = () => {};
const anything: ValueCheck = () => {};
const seconds = (min: number) => values.integer(min, values.secondsMax);

const both = (check: ValueCheck): Field => ({ check });
const jsonPath = (check: ValueCheck): Field => ({ check, only: 'JSONPath' });
const jsonata = (check: ValueCheck): Field => ({ check, only: 'JSONata' });

export const stateFields: Readonly<Record<string, Field>> = {
  Type: both(anything),
  Comment: both(values.text),
  QueryLanguage: both(anything),
  Next: both(values.text),
  End: both(values.truth),
  InputPath: jsonPath(values.path),
  OutputPath: jsonPath(values.path),
  Parameters: jsonPath(values.template),
  ResultSelector: jsonPath(values.objectTemplate),
  ResultPath: jsonPath(values.referencePath({ orNull: true, ofVariables: false })),
  Arguments: jsonata(values.template),
  Output: jsonata(values.template),
  Assign: both(values.assignments),
  Result: jsonPath(anything),
  Seconds: both(seconds(0)),
  SecondsPath: jsonPath(values.referencePath({ ofContext: true })),
  Timestamp: both(values.timestamp),
  TimestampPath: jsonPath(values.referencePath({ ofContext: true })),
  Error: both(values.textOrExpression),
  ErrorPath: jsonPath(values.referencePathOrCall),
  Cause: both(values.textOrExpression),
  CausePath: jsonPath(values.referencePathOrCall),
  Choices: both(choices),
  Default: both(values.text),
  Resource: both(resource),
  Credentials: both(credentials),
  TimeoutSeconds: both(seconds(1)),
  TimeoutSecondsPath: jsonPath(values.referencePath({ ofContext: true })),
  HeartbeatSeconds: both(seconds(1)),
  HeartbeatSecondsPath: jsonPath(values.referencePath({ ofContext: true })),
  Retry: both(retriers),
  Catch: both(catchers),
  Branches: both(block),
  ItemProcessor: both(block),
  Iterator: both(block),
  Items: jsonata(values.items),
  ItemsPath: jsonPath(values.referencePath({ ofContext: true })),
  ItemSelector: both(values.template),
  ItemReader: both(itemReader),
  ItemBatcher: both(itemBatcher),
  ResultWriter: both(resultWriter),
  MaxConcurrency: both(values.integer(0)),
  MaxConcurrencyPath: jsonPath(values.referencePath()),
  ToleratedFailureCount: both(values.integer(0)),
  ToleratedFailureCountPath: jsonPath(values.referencePath()),
  ToleratedFailurePercentage: both(values.decimal(0, 100)),
  ToleratedFailurePercentagePath: jsonPath(values.referencePath()),
  Label: both(mapLabel),
};

interface Rules {
  readonly may: readonly string[];
  readonly must?: readonly string[];
  /** Of each group one at most. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Of each group exactly one. */
  readonly exactlyOneOf?: readonly (readonly string[])[];
}

const words = (text: string): readonly string[] => text.split(' ');
const withPath = (...names: readonly string[]): string[][] => names.map((name) => [name, `${name}Path`]);

export const everyState = words('Type Comment QueryLanguage');
const going = [['Next', 'End']];
const waits = words('SecondsPath Seconds TimestampPath Timestamp');

/** By the types of states, in AWS's order. */
export const stateRules: Readonly<Record<string, Rules>> = {
  Task: {
    may: words(
      'InputPath OutputPath ResultPath Parameters Arguments Output Assign Resource Credentials ResultSelector Retry Catch TimeoutSeconds TimeoutSecondsPath HeartbeatSeconds HeartbeatSecondsPath Next End',
    ),
    must: ['Resource'],
    exactlyOneOf: going,
    oneOf: withPath('TimeoutSeconds', 'HeartbeatSeconds'),
  },
  Wait: { may: [...words('InputPath OutputPath Output Assign Next End'), ...waits], exactlyOneOf: [...going, waits] },
  Pass: { may: words('InputPath OutputPath Result ResultPath Parameters Output Assign Next End'), exactlyOneOf: going },
  Succeed: { may: words('InputPath OutputPath Output') },
  Fail: { may: words('Error Cause ErrorPath CausePath'), oneOf: withPath('Error', 'Cause') },
  Choice: { may: words('InputPath OutputPath Output Assign Choices Default'), must: ['Choices'] },
  Parallel: {
    may: words(
      'InputPath OutputPath ResultPath Parameters Arguments Output Assign ResultSelector Retry Catch Branches Next End',
    ),
    must: ['Branches'],
    exactlyOneOf: going,
  },
  Map: {
    may: words(
      'InputPath OutputPath ResultPath Parameters Output Assign ResultSelector Retry Catch ItemProcessor Iterator ItemsPath Items ItemSelector ItemReader ItemBatcher ResultWriter MaxConcurrency MaxConcurrencyPath ToleratedFailurePercentage ToleratedFailurePercentagePath ToleratedFailureCount ToleratedFailureCountPath Label Next End',
    ),
    exactlyOneOf: [...going, ['ItemProcessor', 'Iterator']],
    oneOf: [
      ...withPath('MaxConcurrency', 'ToleratedFailurePercentage', 'ToleratedFailureCount'),
      ['Parameters', 'ItemSelector'],
    ],
  },
};
