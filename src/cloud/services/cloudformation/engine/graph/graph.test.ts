import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkStructure } from '../template/read-template.ts';
import { assertAcyclic, dependencyGraph, type Graph, reversed } from './dependencies.ts';
import { runGraph } from './run-graph.ts';

/** Acyclic, since nodes depend on earlier ones alone. */
const acyclicGraph: fc.Arbitrary<Graph> = fc
  .array(fc.array(fc.nat({ max: 30 }), { maxLength: 5 }), { maxLength: 30 })
  .map(
    (rows) =>
      new Map(
        rows.map((row, index) => [
          `n${index}`,
          [...new Set(row.filter((other) => other < index).map((other) => `n${other}`))],
        ]),
      ),
  );

/** Lets other work happen, a few times over. */
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

describe('runGraph', () => {
  it('runs every node once, after all that it depends on', async () => {
    await fc.assert(
      fc.asyncProperty(acyclicGraph, fc.array(fc.nat({ max: 5 })), async (graph, delays) => {
        const done: string[] = [];
        const outcome = await runGraph(
          graph,
          async (node) => {
            for (const dependency of graph.get(node) ?? []) expect(done).toContain(dependency);
            await turns(delays[done.length] ?? 0);
            done.push(node);
          },
          { onFailure: 'stop-all' },
        );
        expect([...done].sort()).toEqual([...graph.keys()].sort());
        expect(outcome).toEqual({ failures: new Map(), skipped: [] });
      }),
    );
  });

  it('never runs what depends on a failure, and accounts for every node', async () => {
    await fc.assert(
      fc.asyncProperty(acyclicGraph, fc.nat({ max: 29 }), async (graph, bad) => {
        const ran = new Set<string>();
        const outcome = await runGraph(
          graph,
          async (node) => {
            ran.add(node);
            if (node === `n${bad}`) throw new Error('bad');
          },
          { onFailure: 'stop-dependents' },
        );
        expect(ran.size + outcome.skipped.length).toBe(graph.size);
        for (const node of outcome.skipped) {
          expect(graph.get(node)?.some((name) => outcome.skipped.includes(name) || outcome.failures.has(name))).toBe(
            true,
          );
        }
      }),
    );
  });

  it('runs together what does not depend on each other', async () => {
    let running = 0;
    let most = 0;

    await runGraph(
      new Map([
        ['a', []],
        ['b', []],
        ['c', []],
      ]),
      async () => {
        running += 1;
        most = Math.max(most, running);
        await turns(3);
        running -= 1;
      },
      { onFailure: 'stop-all' },
    );

    expect(most).toBe(3);
  });

  it('begins nothing new after a failure or an abort, but waits for what has begun', async () => {
    const finished: string[] = [];
    const graph = new Map([
      ['bad', []],
      ['slow', []],
      ['next', ['slow']],
    ]);

    const outcome = await runGraph(
      graph,
      async (node) => {
        if (node === 'bad') throw new Error('bad');
        await turns(10);
        finished.push(node);
      },
      { onFailure: 'stop-all' },
    );

    expect(finished).toEqual(['slow']);
    expect(outcome.skipped).toEqual(['next']);
    const aborted = await runGraph(graph, async () => {}, { onFailure: 'stop-all', signal: AbortSignal.abort() });
    expect(aborted.skipped).toEqual(['bad', 'slow', 'next']);
  });
});

describe('dependencies', () => {
  it('come from DependsOn and all references, but not from the branch of Fn::If that is not taken', () => {
    const { resources } = checkStructure({
      Resources: {
        A: { Type: 'T' },
        B: { Type: 'T', DependsOn: ['A'] },
        C: { Type: 'T', Properties: { x: [{ 'Fn::Sub': '${A.Arn}${P}' }, { 'Fn::GetAtt': 'B.x' }] } },
        D: { Type: 'T', Properties: { x: { 'Fn::If': ['Yes', { Ref: 'A' }, { Ref: 'C' }] } } },
      },
    });

    const graph = dependencyGraph(new Map(Object.entries(resources)), () => true);

    expect(Object.fromEntries(graph)).toEqual({ A: [], B: ['A'], C: ['A', 'B'], D: ['A'] });
  });

  it('names the members of circles and none that only depend on them', () => {
    expect(() =>
      assertAcyclic(
        new Map([
          ['A', ['B']],
          ['B', ['C']],
          ['C', ['A']],
          ['D', ['A']],
          ['E', []],
        ]),
      ),
    ).toThrow('Circular dependency between resources: [A, B, C]');
  });

  it('are turned round twice into themselves', () => {
    fc.assert(
      fc.property(acyclicGraph, (graph) => {
        const twice = reversed(reversed(graph));
        for (const [node, dependencies] of graph)
          expect([...(twice.get(node) ?? [])].sort()).toEqual([...dependencies].sort());
      }),
    );
  });
});
