import { type CallSighting, transferMethods } from './call-sighting.ts';

const name = String.raw`([A-Za-z_]\w*)`;
const session = String.raw`[\w.]+(?:\(\s*[^()\n]*\))?\.`;
const factory = String.raw`(?:client|resource)\(\s*(?:service_name\s*=\s*)?['"]([\w-]+)['"]`;

/** `s3 = boto3.client('s3')`, and what it is assigned to, if anything. */
const made = new RegExp(String.raw`(?:${name}\s*(?::\s*[^=\n]+)?=\s*)?\b${session}${factory}`, 'g');

/** Likewise where the functions are imported by themselves. */
const madeAlone = new RegExp(String.raw`(?:${name}\s*(?::\s*[^=\n]+)?=\s*)?\b(?:${session})?${factory}`, 'g');

/** The calls that a file of Python makes by boto3. */
export function pythonCalls(text: string): CallSighting[] {
  const code = blankPythonComments(text);
  const found: CallSighting[] = [];
  const byName = new Map<string, string>();
  const isAlone = /^from boto3 import .*\b(?:client|resource)\b/m.test(code);
  for (const match of code.matchAll(isAlone ? madeAlone : made)) {
    const [whole, holder, service = ''] = match;
    if (holder !== undefined) byName.set(holder, service);
    const at = match.index + whole.search(/\S/);
    found.push({ client: service, isCertain: false, index: at });
    const direct = /^[^()\n]*(?:\([^()]*\)[^()\n]*)*\)\s*\.\s*(\w+)\s*\(/.exec(
      code.slice(match.index + whole.length, match.index + whole.length + 500),
    );
    if (direct?.[1] !== undefined) found.push(methodCall(service, direct[1], '', at));
  }
  derive(code, byName);
  if (byName.size === 0) return found;
  const uses = new RegExp(
    String.raw`(?<!\w)(${[...byName.keys()].join('|')})(?:\.[A-Z]\w*\([^()\n]*\))?\s*\.\s*([a-z]\w*)\s*\(\s*(?:['"](\w+)['"])?`,
    'g',
  );
  for (const match of code.matchAll(uses)) {
    found.push(methodCall(byName.get(match[1] ?? '') ?? '', match[2] ?? '', match[3] ?? '', match.index));
  }
  return found;
}

/** `table = dynamodb.Table('orders')`: what a resource makes belongs to its service. */
function derive(code: string, byName: Map<string, string>): void {
  for (const match of code.matchAll(/([A-Za-z_]\w*)\s*=\s*(?:self\.)?([A-Za-z_]\w*)\.[A-Z]\w*\(/g)) {
    const service = byName.get(match[2] ?? '');
    if (service !== undefined && match[1] !== undefined) byName.set(match[1], service);
  }
  for (const match of code.matchAll(/\bwith\s+(?:self\.)?([A-Za-z_]\w*)\.batch_writer\([^()\n]*\)\s+as\s+(\w+)/g)) {
    const service = byName.get(match[1] ?? '');
    if (service !== undefined && match[2] !== undefined) byName.set(match[2], service);
  }
}

function methodCall(client: string, method: string, argument: string, index: number): CallSighting {
  const renamed = client === 's3' ? transferMethods[method] : undefined;
  const operation = method === 'get_paginator' ? argument : (renamed ?? method);
  return { client, operation, isCertain: false, index };
}

/** Texts that run over lines are left: what looks like a call in one is rare, and a `#` in one is not. */
const blankPythonComments = (text: string): string =>
  text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|#[^\n]*/g,
    (part, quoted?: string) => quoted ?? ' '.repeat(part.length),
  );
