import { loadKnownTypes } from '../../resource-types/known-types.ts';
import { findOwnedType, type OwnedType } from '../../resource-types/owned-type.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { notEmulated, typeNotFound } from './errors.ts';

/** Throws for a type that AWS does not have, and, in other words, for one that nobody here has. */
export async function findType(kernel: CloudKernel, name: string): Promise<OwnedType> {
  const type = await findOwnedType(kernel, name);
  if (type) return type;
  const isKnown = await loadKnownTypes();
  throw isKnown(name) ? notEmulated(name) : typeNotFound(name);
}
