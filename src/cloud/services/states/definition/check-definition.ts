import { isJsonObject } from '../../../kernel/json.ts';
import { checkState, languageOf } from './check-state.ts';
import { blocksOf, checkTransitions } from './check-transitions.ts';
import type { Diagnostic, MachineType } from './diagnostic.ts';
import { type Fields, Findings, objectAt, requireFields, type Surroundings } from './findings.ts';
import { parseDefinition } from './parse-definition.ts';
import { integer, oneOf, secondsMax, text } from './values.ts';

const machineFields = {
  Comment: text,
  Version: oneOf('1.0'),
  QueryLanguage: oneOf('JSONPath', 'JSONata'),
  StartAt: text,
  TimeoutSeconds: integer(0, secondsMax),
  States: () => {},
};

/** AWS: the longest name of a state. */
const stateNameMax = 80;
/** How deep blocks may stand in each other. */
const blocksMax = 50;

/**
 * All that AWS says of a definition: errors, with which no machine is made, and warnings. Where the form is wrong, it is not
 * asked where states lead.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export function checkDefinition(definition: string, type: MachineType): readonly Diagnostic[] {
  const findings = new Findings();
  const parsed = parseDefinition(definition, findings);
  if (parsed === undefined) return findings.all;
  const machine = objectAt(parsed, '', { findings });
  if (!machine) return findings.all;
  const machineLanguage = languageOf(machine.QueryLanguage, 'JSONPath');
  const surroundings = { findings, machineLanguage, language: machineLanguage, type };
  for (const [name, value] of Object.entries(machine)) {
    const check = Object.hasOwn(machineFields, name) ? machineFields[name as 'Comment'] : undefined;
    if (check) check(value, `/${name}`, { ...surroundings, language: 'JSONPath' });
    else findings.schema(`Field '${name}' is not supported`, '');
  }
  checkBlock(machine, '', surroundings);
  if (!findings.hasErrors) {
    checkNames(machine, '', findings, { states: new Set(), labels: new Set() });
    checkTransitions(machine, '', findings);
  }
  return findings.all;
}

/** What is wrong with a state that stands alone: where it leads is not asked. */
export function checkStateAlone(definition: string, type: MachineType): readonly Diagnostic[] {
  const findings = new Findings();
  const parsed = parseDefinition(definition, findings);
  const surroundings: Surroundings = { findings, machineLanguage: 'JSONPath', language: 'JSONPath', type };
  if (parsed !== undefined) checkState(parsed, '', surroundings, checkBlock);
  return findings.all;
}

/** A block of states: the machine's own or one within a state. */
function checkBlock(block: Fields, at: string, surroundings: Surroundings): void {
  const { findings } = surroundings;
  if (at.split('/States/').length > blocksMax) {
    findings.error('TOO_DEEPLY_NESTED', 'The states are too deeply nested.', at);
    return;
  }
  requireFields(block, ['StartAt', 'States'], at, surroundings);
  if (at !== '' && block.StartAt !== undefined) text(block.StartAt, `${at}/StartAt`, surroundings);
  if (block.States === undefined) return;
  const states = objectAt(block.States, `${at}/States`, surroundings);
  if (!states) return;
  if (Object.keys(states).length === 0) findings.schema('Value cannot be empty', `${at}/States`);
  for (const [name, state] of Object.entries(states)) {
    const place = `${at}/States/${name}`;
    if (name === '' || [...name].length > stateNameMax) {
      findings.error('INVALID_STATE_NAME', `Invalid State name: ${name}`, place);
    }
    checkState(state, place, surroundings, checkBlock);
  }
}

interface Names {
  readonly states: Set<string>;
  readonly labels: Set<string>;
}

/** No two states of a machine have one name, whatever blocks they are in, and no two Maps one label. */
function checkNames(block: Fields, at: string, findings: Findings, seen: Names): void {
  for (const [name, state] of Object.entries(block.States as Fields)) {
    const place = `${at}/States/${name}`;
    if (seen.states.has(name)) findings.error('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, place);
    seen.states.add(name);
    if (!isJsonObject(state)) continue;
    const { Label } = state;
    if (typeof Label === 'string') {
      if (seen.labels.has(Label)) findings.error('DUPLICATE_LABEL_NAME', `Duplicate label name: ${Label}`, place);
      seen.labels.add(Label);
    }
    for (const [inner, innerPlace] of blocksOf(state, place)) checkNames(inner, innerPlace, findings, seen);
  }
}
