import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../definition/json.ts';
import type { Block, Definition, Language, TaskState } from '../definition/states.ts';
import { mocksIn } from '../mocks/given-mocks.ts';
import { covers } from '../mocks/mock.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StateMachine, StatesState } from '../state.ts';
import { assertParameters } from '../tasks/assert-parameters.ts';
import { assertResource } from '../tasks/assert-resource.ts';

type Check = (task: TaskState, location: string, state: string) => void;

/**
 * Refuses a definition one of whose tasks can call nothing and is not mocked, or one of whose readers can read nothing. It
 * must have been checked otherwise.
 */
export function assertTasks(
  definition: string,
  { name: machine, type }: Pick<StateMachine, 'name' | 'type'>,
  state: StatesState,
  { kernel, runtime }: Pick<Context<StatesRuntime>, 'kernel' | 'runtime'>,
): void {
  const mocks = mocksIn(state, runtime);
  const whole = JSON.parse(definition) as Definition;
  const language: Language = whole.QueryLanguage ?? 'JSONPath';
  walk(whole, '', (task, location, named) => {
    const { Resource: resource } = task;
    const isMocked = mocks.some((mock) => covers(mock, { resource, machine, state: named }));
    assertResource(resource, type, kernel, `${location}/Resource`, isMocked);
    if (!isMocked) assertParameters(task, task.QueryLanguage ?? language, kernel, location);
  });
}

function walk({ States }: Block, at: string, check: Check): void {
  for (const [name, state] of Object.entries(States)) {
    const here = `${at}/States/${name}`;
    if (state.Type === 'Task') check(state, here, name);
    if (state.Type === 'Parallel') {
      state.Branches.forEach((branch, index) => {
        walk(branch, `${here}/Branches[${index}]`, check);
      });
    }
    if (state.Type !== 'Map') continue;
    assertReader(state.ItemReader?.ReaderConfig);
    if (state.ItemProcessor) walk(state.ItemProcessor, `${here}/ItemProcessor`, check);
    else if (state.Iterator) walk(state.Iterator, `${here}/Iterator`, check);
  }
}

function assertReader(config: Json | undefined): void {
  const { InputType } = (config ?? {}) as JsonRecord;
  if (InputType === 'PARQUET') throw new UnsupportedError('the InputType PARQUET of an ItemReader');
}
