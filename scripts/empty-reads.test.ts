import { describe, expect, it } from 'vitest';
import { registry } from '../src/cloud/registry.ts';
import { modelOf } from '../src/cloud/wire/model/models.ts';

const reads = registry.flatMap((service) =>
  Object.entries(service.emptyReads ?? {}).map(([operation, read]) => ({ service, operation, ...read })),
);

const named = (these: typeof reads) => these.map(({ service, operation }) => `${service.name} ${operation}`);

describe('reads of what nobody can have made', () => {
  it('are operations that list something, and know what they name', () => {
    const wrong = reads.filter(({ service, operation, naming = [] }) => {
      const model = modelOf(service.name).operations.get(operation);
      const lists = model?.output.members.some(({ shape }) => shape.kind === 'list');
      return (
        !Object.hasOwn(service.operations, operation) ||
        !lists ||
        !naming.every((name) => model?.input.byName.has(name))
      );
    });

    expect(named(wrong)).toEqual([]);
    expect(reads.length).toBeGreaterThan(40);
  });

  it('are of things whose making is not emulated', () => {
    const makers = reads.filter(({ service, madeBy }) =>
      madeBy.some((maker) => {
        const isKnown = modelOf(service.name).operations.has(maker);
        return !isKnown || Object.hasOwn(service.operations, maker);
      }),
    );

    expect(named(makers)).toEqual([]);
  });

  it('are of things that no stack can make', () => {
    // `CreateLogAnomalyDetector` of `logs`, and `AWS::Logs::LogAnomalyDetector`.
    const made = reads.filter(({ service, madeBy }) =>
      madeBy.some((maker) => {
        const thing = maker.replace(/^(?:Create|Put|Start|Register|Upload|Send)/, '');
        return Object.keys(service.resources ?? {}).some((type) => type.endsWith(`::${thing}`));
      }),
    );

    expect(named(made)).toEqual([]);
  });
});
