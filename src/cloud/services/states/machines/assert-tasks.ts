import type { Context } from '../../../service-kit/contract.ts';
import type { Block, Definition } from '../definition/states.ts';
import { mocksIn } from '../mocks/given-mocks.ts';
import { covers } from '../mocks/mock.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StateMachine, StatesState } from '../state.ts';
import { assertResource } from '../tasks/assert-resource.ts';

type Check = (resource: string, location: string, state: string) => void;

/** Refuses a definition one of whose tasks can call nothing and is not mocked. It must have been checked otherwise. */
export function assertTasks(
  definition: string,
  { name: machine, type }: Pick<StateMachine, 'name' | 'type'>,
  state: StatesState,
  { kernel, runtime }: Pick<Context<StatesRuntime>, 'kernel' | 'runtime'>,
): void {
  const mocks = mocksIn(state, runtime);
  walk(JSON.parse(definition) as Definition, '', (resource, location, named) => {
    const isMocked = mocks.some((mock) => covers(mock, { resource, machine, state: named }));
    assertResource(resource, type, kernel, location, isMocked);
  });
}

function walk({ States }: Block, at: string, check: Check): void {
  for (const [name, state] of Object.entries(States)) {
    const here = `${at}/States/${name}`;
    if (state.Type === 'Task') check(state.Resource, `${here}/Resource`, name);
    if (state.Type === 'Parallel') {
      state.Branches.forEach((branch, index) => {
        walk(branch, `${here}/Branches[${index}]`, check);
      });
    }
    if (state.Type !== 'Map') continue;
    if (state.ItemProcessor) walk(state.ItemProcessor, `${here}/ItemProcessor`, check);
    else if (state.Iterator) walk(state.Iterator, `${here}/Iterator`, check);
  }
}
