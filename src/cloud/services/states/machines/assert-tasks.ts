import { UnsupportedError } from '../../../kernel/errors.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../definition/json.ts';
import type { Block, Definition } from '../definition/states.ts';
import type { MachineType } from '../state.ts';
import { assertResource } from '../tasks/assert-resource.ts';

/** Refuses a definition one of whose tasks can call nothing, or one of whose readers can read nothing. It must have been checked otherwise. */
export function assertTasks(definition: string, type: MachineType, kernel: CloudKernel): void {
  walk(JSON.parse(definition) as Definition, '', (resource, location) => {
    assertResource(resource, type, kernel, location);
  });
}

function walk({ States }: Block, at: string, check: (resource: string, location: string) => void): void {
  for (const [name, state] of Object.entries(States)) {
    const here = `${at}/States/${name}`;
    if (state.Type === 'Task') check(state.Resource, `${here}/Resource`);
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
