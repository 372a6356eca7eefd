import { UnsupportedError } from '../../../../kernel/errors.ts';
import { validationError } from '../../errors.ts';
import { type CloudFormationState, partKey, partsOf, type StackOutput } from '../../state.ts';
import type { Blueprint } from '../blueprint.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import { noValue, type Scope } from '../intrinsics/scope.ts';
import { withReachableUrls } from './reachable-urls.ts';
import { liveScope } from './resource/prepare-resource.ts';
import { patchStack, type Run, stackOf } from './run.ts';

/** Evaluates and publishes outputs; answers why that failed, as the stack's status says it. */
export function settleOutputs(run: Run, blueprint: Blueprint): string | undefined {
  try {
    const outputs = evaluateOutputs(run, blueprint);
    checkExports(run, outputs);
    publishExports(run, outputs, blueprint.imports);
    patchStack(run, { outputs });
    return undefined;
  } catch (error) {
    return `${outputFailure(error, run)}. `;
  }
}

/** Evaluates the outputs. Throws what keeps an output from having a value. */
function evaluateOutputs(run: Run, blueprint: Blueprint): StackOutput[] {
  const scope = liveScope(run, blueprint);
  const outputs: StackOutput[] = [];
  for (const [key, declaration] of blueprint.outputs) {
    const value = evaluate(declaration.Value, scope);
    if (value === noValue) continue;
    outputs.push({
      key,
      value: String(withReachableUrls(outputText(key, value), run)),
      ...(typeof declaration.Description === 'string' && { description: declaration.Description }),
      ...(declaration.Export && { exportName: exportName(key, declaration.Export.Name, scope) }),
    });
  }
  return outputs;
}

function outputText(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(
    `Template format error: The Value field of every Outputs member must evaluate to a String. [${key}]`,
  );
}

function exportName(key: string, name: unknown, scope: Scope): string {
  const value = evaluate(name, scope);
  if (typeof value === 'string' && value !== '') return value;
  throw validationError(`Template format error: Output ${key} is malformed. The Name field of Export must be a string`);
}

/** Throws when an export is taken by another stack, or is in use and would change or go. */
function checkExports(run: Run, outputs: readonly StackOutput[]): void {
  const { state, stackId } = run;
  for (const { exportName, value } of outputs) {
    if (exportName === undefined) continue;
    const taken = state.exports.get(exportName);
    if (taken && taken.stackId !== stackId) {
      const owner = state.stacks.get(taken.stackId)?.name ?? taken.stackId;
      throw validationError(`Export with name ${exportName} is already exported by stack ${owner}`);
    }
    if (taken && taken.value !== value) assertUnused(state, exportName, 'updated');
  }
  const names = new Set(outputs.map((output) => output.exportName));
  for (const { name } of exportsOf(state, stackId)) if (!names.has(name)) assertUnused(state, name, 'deleted');
}

/** What a stack exports now. */
export const exportsOf = (state: CloudFormationState, stackId: string) =>
  [...state.exports.values()].filter((entry) => entry.stackId === stackId);

/** Names of the stacks that import an export. */
export const importersOf = (state: CloudFormationState, exportName: string): string[] =>
  [...state.imports.values(partsOf(exportName))].map((stackId) => state.stacks.get(stackId)?.name ?? stackId);

function assertUnused(state: CloudFormationState, name: string, what: 'updated' | 'deleted'): void {
  const users = importersOf(state, name);
  if (users.length > 0) throw validationError(`Export ${name} cannot be ${what} as it is in use by ${listed(users)}`);
}

/** `a`, `a and b`, `a, b and c` */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Makes the stack's exports and imports what its outputs and its template say. */
function publishExports(run: Run, outputs: readonly StackOutput[], imports: readonly string[]): void {
  const { state, stackId } = run;
  forgetExports(state, stackId);
  for (const { exportName, value } of outputs) {
    if (exportName !== undefined) state.exports.set(exportName, { name: exportName, value, stackId });
  }
  for (const name of imports) state.imports.set(partKey(name, stackId), stackId);
}

/** A stack that is gone, or is about to say anew what it exports and imports. */
export function forgetExports(state: CloudFormationState, stackId: string): void {
  for (const { name } of exportsOf(state, stackId)) state.exports.delete(name);
  const imports = [...state.imports.entries()].filter(([, importer]) => importer === stackId);
  for (const [key] of imports) state.imports.delete(key);
}

/** Why outputs could not be made, as a stack's event says it. */
const outputFailure = (error: unknown, run: Run): string => {
  if (error instanceof UnsupportedError) return error.message;
  return error instanceof Error ? error.message : `Outputs of ${stackOf(run).name} failed`;
};
