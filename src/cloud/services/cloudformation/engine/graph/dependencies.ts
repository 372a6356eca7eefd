import { validationError } from '../../errors.ts';
import type { ResourceDeclaration } from '../template/template.ts';
import { referencesIn } from './references.ts';

/** For each node, the nodes that must be done before it. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * What each resource waits for: `DependsOn` and everything that its properties refer to. Resources whose condition is
 * false are not in `resources`; a dependency on one of them counts for nothing, as does the other branch of `Fn::If`.
 */
export function dependencyGraph(
  resources: ReadonlyMap<string, ResourceDeclaration>,
  condition: (name: string) => boolean,
): Graph {
  const graph = new Map<string, readonly string[]>();
  for (const [logicalId, resource] of resources) {
    const names = new Set(resource.DependsOn);
    for (const reference of referencesIn(resource.Properties, condition)) {
      if (reference.kind === 'ref' || reference.kind === 'attribute') names.add(reference.name);
    }
    graph.set(
      logicalId,
      [...names].filter((name) => resources.has(name)),
    );
  }
  assertAcyclic(graph);
  for (const [logicalId, resource] of resources) awaitUpdatePolicy(graph, logicalId, resource.UpdatePolicy, condition);
  return graph;
}

/** What updates a resource is there before it, where that leads into no circle: a hook may know the alias. */
function awaitUpdatePolicy(
  graph: Map<string, readonly string[]>,
  logicalId: string,
  policy: unknown,
  condition: (name: string) => boolean,
): void {
  if (policy === undefined) return;
  for (const reference of referencesIn(policy, condition)) {
    if (reference.kind !== 'ref' && reference.kind !== 'attribute') continue;
    const known = graph.get(logicalId) ?? [];
    const isFree = graph.has(reference.name) && !known.includes(reference.name) && reference.name !== logicalId;
    if (isFree && !reaches(graph, reference.name, logicalId)) graph.set(logicalId, [...known, reference.name]);
  }
}

/** Throws AWS's complaint, naming the members of every cycle in the order of the template. */
export function assertAcyclic(graph: Graph): void {
  const cyclic = cyclicNodes(graph);
  if (cyclic.length > 0) throw validationError(`Circular dependency between resources: [${cyclic.join(', ')}]`);
}

/** The nodes from which a way leads back to themselves. */
export function cyclicNodes(graph: Graph): string[] {
  return [...graph.keys()].filter((node) => reaches(graph, node, node));
}

function reaches(graph: Graph, from: string, target: string): boolean {
  const seen = new Set<string>();
  const queue = [...(graph.get(from) ?? [])];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node === target) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    queue.push(...(graph.get(node) ?? []));
  }
  return false;
}

/** The graph with every edge turned round: what must be deleted before what. */
export function reversed(graph: Graph): Graph {
  const result = new Map<string, string[]>([...graph.keys()].map((node) => [node, []]));
  for (const [node, dependencies] of graph) {
    for (const dependency of dependencies) result.get(dependency)?.push(node);
  }
  return result;
}
