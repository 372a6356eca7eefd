import type { CloudKernel, ResourceType } from '../service-kit/contract.ts';
import { loadSpecification, type TypeSpecification } from './specification.ts';
import { loadTypeRegistry } from './type-registry.ts';

/** A resource type that a service here makes, with what AWS says of it. */
export interface OwnedType {
  readonly name: string;
  readonly owner: ResourceType;
  readonly specification: TypeSpecification;
  /** Names of the primary identifier. */
  readonly identifiers: readonly string[];
}

/** Undefined for a type that nobody here makes, or that AWS does not have. */
export async function findOwnedType(kernel: CloudKernel, name: string): Promise<OwnedType | undefined> {
  const owner = kernel.resourceType(name);
  const specification = (await loadSpecification())[name];
  if (!owner || !specification) return undefined;
  return { name, owner, specification, identifiers: (await loadTypeRegistry())[name]?.i ?? [] };
}
