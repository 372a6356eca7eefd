import { parseArn } from '../../../kernel/arns.ts';
import { invalidArn, invalidName, notInThisContext } from '../errors.ts';

/**
 * White space, brackets, wildcards, special characters and control characters.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html#StepFunctions-CreateStateMachine-request-name
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS names them.
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\u{10ffff}]/u;

/** Of machines, activities and executions. Throws InvalidName. */
export function assertName(name: string): void {
  if (forbidden.test(name)) throw invalidName(name);
}

/** What the ARN of a state machine says. */
export interface MachineReference {
  /** Without a qualifier. */
  readonly arn: string;
  readonly name: string;
  /** Number of a version, or name of an alias. */
  readonly qualifier?: string;
  /** Of a distributed Map state. */
  readonly label?: string;
}

/** Reads `arn:…:stateMachine:Orders`, `…:Orders:3`, `…:Orders:live` and `…:Orders/label`. Throws InvalidArn. */
export function readMachineArn(text: string): MachineReference {
  const parts = partsOf(text, 'stateMachine');
  const [named = '', qualifier] = parts;
  const [name = '', label] = named.split('/');
  if (!name || parts.length > 2) throw invalidArn(text);
  const arn = qualifier === undefined ? text : text.slice(0, -qualifier.length - 1);
  return {
    arn: label === undefined ? arn : arn.slice(0, -label.length - 1),
    name,
    ...(qualifier !== undefined && { qualifier }),
    ...(label !== undefined && { label }),
  };
}

/** What stands behind the kind of resource. */
function partsOf(text: string, wanted: string): readonly string[] {
  const arn = parseArn(text);
  if (arn?.service !== 'states') throw invalidArn(text);
  const [kind = '', ...parts] = arn.resource.split(':');
  if (kind !== wanted) throw notInThisContext(kind);
  return parts;
}
