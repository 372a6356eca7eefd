import { type Fields, itemsAt, objectAt, type Surroundings } from './findings.ts';
import { processorConfig } from './map-fields.ts';
import { text } from './values.ts';

/** Looks at a block of states: the machine's, a branch's, what is done for each item. */
export type CheckBlock = (block: Fields, at: string, surroundings: Surroundings) => void;

/** The branches of a Parallel. */
export function checkBranches(state: Fields, at: string, surroundings: Surroundings, checkBlock: CheckBlock): void {
  if (state.Branches === undefined) return;
  for (const [index, value] of itemsAt(state.Branches, `${at}/Branches`, surroundings).entries()) {
    const place = `${at}/Branches[${index}]`;
    const branch = objectAt(value, place, surroundings);
    if (!branch) continue;
    checkMembers(branch, ['StartAt', 'States', 'Comment'], place, surroundings);
    checkBlock(branch, place, surroundings);
  }
}

/** What a Map does for each item. The executions of a distributed one are of a type of their own. */
export function checkProcessor(state: Fields, at: string, surroundings: Surroundings, checkBlock: CheckBlock): void {
  for (const name of ['ItemProcessor', 'Iterator']) {
    if (state[name] === undefined) continue;
    const place = `${at}/${name}`;
    const processor = objectAt(state[name], place, surroundings);
    if (!processor) continue;
    checkMembers(processor, ['StartAt', 'States', 'Comment', 'ProcessorConfig'], place, surroundings);
    const { ProcessorConfig } = processor;
    if (ProcessorConfig !== undefined) processorConfig(ProcessorConfig, `${place}/ProcessorConfig`, surroundings);
    const { Mode, ExecutionType } = (ProcessorConfig ?? {}) as Fields;
    const isExpress = Mode === 'DISTRIBUTED' && ExecutionType === 'EXPRESS';
    checkBlock(processor, place, isExpress ? { ...surroundings, type: 'EXPRESS' } : surroundings);
  }
}

function checkMembers(block: Fields, may: readonly string[], at: string, surroundings: Surroundings): void {
  for (const name of Object.keys(block)) {
    if (!may.includes(name)) surroundings.findings.schema(`Field '${name}' is not supported`, at);
  }
  if (block.Comment !== undefined) text(block.Comment, `${at}/Comment`, surroundings);
}
