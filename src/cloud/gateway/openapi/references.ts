import { isStructure, type Structure, structureOf } from './structure.ts';

/** How many references may lead from one to the next; a circle of them ends here. */
const hopsMax = 20;

/** What `$ref` led to, or the reference that leads nowhere. */
export type Resolved =
  | { readonly found: Structure; readonly reference: string | undefined }
  | { readonly missing: string };

/**
 * Follows `$ref` within the definition (`#/components/x-amazon-apigateway-integrations/orders`), one structure at a time:
 * nothing is ever expanded, so that circles cost nothing. `reference` names the last step, where there was one.
 */
export function resolve(document: Structure, value: unknown): Resolved {
  let current = structureOf(value);
  let reference: string | undefined;
  for (let hops = 0; typeof current.$ref === 'string'; hops++) {
    reference = current.$ref;
    const next = hops < hopsMax ? lookUp(document, reference) : undefined;
    if (!next) return { missing: reference };
    current = next;
  }
  return { found: current, reference };
}

function lookUp(document: Structure, pointer: string): Structure | undefined {
  if (!pointer.startsWith('#/')) return undefined;
  let current: unknown = document;
  for (const step of pointer.slice(2).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isStructure(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return isStructure(current) ? current : undefined;
}
