import { UnsupportedError } from '../../../kernel/errors.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../definition/json.ts';
import type { Block, Definition, Language, TaskState } from '../definition/states.ts';
import type { MachineType } from '../state.ts';
import { assertParameters } from '../tasks/assert-parameters.ts';
import { assertResource } from '../tasks/assert-resource.ts';

/** Refuses a definition one of whose tasks can call nothing, or one of whose readers can read nothing. It must have been checked otherwise. */
export function assertTasks(definition: string, type: MachineType, kernel: CloudKernel): void {
  const machine = JSON.parse(definition) as Definition;
  const language: Language = machine.QueryLanguage ?? 'JSONPath';
  walk(machine, '', (task, location) => {
    assertResource(task.Resource, type, kernel, `${location}/Resource`);
    assertParameters(task, task.QueryLanguage ?? language, kernel, location);
  });
}

function walk({ States }: Block, at: string, check: (task: TaskState, location: string) => void): void {
  for (const [name, state] of Object.entries(States)) {
    const here = `${at}/States/${name}`;
    if (state.Type === 'Task') check(state, here);
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
