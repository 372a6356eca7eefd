import { UnsupportedError } from '../kernel/errors.ts';
import type { Context } from './contract.ts';
import type { EmptyReads } from './empty-reads.ts';

type EmptyOperation = (state: unknown, input: Readonly<Record<string, unknown>>, context: Context) => object;

/** A member of an output, of which this much is looked at. */
interface OutputMember {
  readonly name: string;
  readonly shape: { readonly kind: string };
}

/** The operations of a service's empty reads; outputs are made by its model. */
export const emptyOperations = (service: string, reads: EmptyReads): Readonly<Record<string, EmptyOperation>> =>
  Object.fromEntries(
    Object.entries(reads).map(([operation, { naming = [] }]): [string, EmptyOperation] => [
      operation,
      (_state, input, { kernel }) => {
        const named = naming.find((member) => input[member] !== undefined);
        if (named !== undefined) throw new UnsupportedError(`${service}:${operation} with ${named}`);
        const { members } = kernel.models.of(service).operations.get(operation)?.output ?? { members: [] };
        return Object.fromEntries(members.flatMap(emptyMember));
      },
    ]),
  );

/** Lists, and that there is no further page where the output says so. */
function emptyMember({ name, shape }: OutputMember): readonly [string, unknown][] {
  if (shape.kind === 'list') return [[name, []]];
  return shape.kind === 'boolean' && /truncated$/i.test(name) ? [[name, false]] : [];
}
