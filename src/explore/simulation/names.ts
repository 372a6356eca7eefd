import type { StackResource } from '../../harness/stack-resources.ts';
import { SquallError } from '../../index.ts';
import type { ExploredServices } from './explored-services.ts';

/** A resource of the deployed stacks. */
export interface Resource {
  /** As its service calls such things: `table`. */
  readonly kind: string;
  readonly logicalId: string;
  /** Name as its service knows it; for secrets without the ARN around it. */
  readonly physical: string;
  /** `Ref`: an ARN for secrets, a URL for queues. */
  readonly reference: string;
  /** What reports call it: stable over deploys and unrelated edits. */
  readonly name: string;
}

/** A stack's resource that some service calls a thing of its own. */
interface Thing extends StackResource {
  readonly kind: string;
  readonly physical: string;
  readonly hasGeneratedId: boolean;
}

/** Names of everything in the simulation, in both directions. */
export class Names {
  readonly resources: readonly Resource[];
  readonly #byPhysical = new Map<string, Resource>();

  constructor(found: readonly StackResource[], services: ExploredServices) {
    const known = found.flatMap((resource) => thingOf(resource, services) ?? []);
    this.resources = known.map((each) => nameOne(each, known));
    for (const resource of this.resources) this.#byPhysical.set(`${resource.kind}/${resource.physical}`, resource);
  }

  /** What reports call the thing of this physical name; things that no stack made keep theirs. */
  nameOf(kind: string, physical: string): string {
    return this.#byPhysical.get(`${kind}/${physical}`)?.name ?? physical;
  }

  of(kind: string): Resource[] {
    return this.resources.filter((resource) => resource.kind === kind);
  }

  /**
   * The resource that a scenario means: by physical name, logical id or construct's name, then without regard to case,
   * then, but for functions, as the only one whose name begins with it or holds it. Throws `SquallError` naming what there is.
   */
  find(kind: string, wanted: string): Resource {
    const all = this.of(kind);
    for (const fits of tests(kind, wanted)) {
      const matching = all.filter((resource) => namesOf(resource).some(fits));
      if (matching[0] && matching.length === 1) return matching[0];
    }
    const known = all.map(({ name }) => name).join(', ') || 'none';
    throw new SquallError('NotFound', `The app has no ${kind} “${wanted}”.`, `Of this kind it has: ${known}.`);
  }

  /** Whether {@link find} would find one; several that fit are a mistake and throw. */
  has(kind: string, wanted: string): boolean {
    return this.of(kind).some((resource) => tests(kind, wanted).some((fits) => namesOf(resource).some(fits)));
  }

  /** The only one of its kind. Throws `SquallError` when there are several or none. */
  only(kind: string): Resource {
    const [first, ...others] = this.of(kind);
    if (first && others.length === 0) return first;
    const known = this.of(kind)
      .map(({ name }) => name)
      .join(', ');
    throw new SquallError(
      'NotFound',
      `The app has ${first ? 'several' : 'no'} ${kind}s.`,
      `Name one of: ${known || '–'}.`,
    );
  }
}

const namesOf = ({ physical, reference, logicalId, name }: Resource): string[] => [
  physical,
  reference,
  logicalId,
  name,
];

function tests(kind: string, wanted: string): ((name: string) => boolean)[] {
  const simple = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const low = simple(wanted);
  const equal = [(name: string) => name === wanted, (name: string) => simple(name) === low];
  // Whoever asks for `Order` must not get `OrderSweeper` run, as soon as there is no `Order` any more.
  if (kind === 'function') return equal;
  return [...equal, (name) => simple(name).startsWith(low), (name) => simple(name).includes(low)];
}

function thingOf(resource: StackResource, services: ExploredServices): Thing | undefined {
  const kind = services.kindOfType(resource.type);
  if (kind === undefined) return undefined;
  const physical = services.nameOf(kind, resource.physicalId);
  return { ...resource, kind, physical, hasGeneratedId: services.hasGeneratedIds(kind) };
}

function nameOne(thing: Thing, all: readonly Thing[]): Resource {
  const { stack, kind, logicalId, physicalId, physical } = thing;
  const isGiven = !physical.startsWith(`${stack}-`) && !isGenerated(thing);
  const siblings = all.filter((other) => other.kind === kind);
  return { kind, logicalId, physical, reference: physicalId, name: isGiven ? physical : shortest(thing, siblings) };
}

/** Ids that a service made up, names that CloudFormation made of a stack's in small letters, and the CDK's own of buses. */
const isGenerated = ({ stack, physicalId, physical, logicalId, hasGeneratedId }: Thing): boolean =>
  hasGeneratedId ||
  physicalId.startsWith(`${stack.toLowerCase()}-`) ||
  physical.startsWith(logicalId) ||
  (hashed.test(logicalId) && hashed.test(physical) && physical.startsWith(stack + logicalId.replace(hashed, '')));

/** As the CDK ends what it names. */
const hashed = /[0-9A-F]{8}$/;

/** The last part of the construct's path that no other resource of its kind has, else the whole path. */
function shortest(resource: StackResource, siblings: readonly StackResource[]): string {
  const own = partsOf(resource);
  for (let count = 1; count < own.length; count += 1) {
    const name = own.slice(-count).join('/');
    const isTaken = siblings.some((other) => other !== resource && partsOf(other).slice(-count).join('/') === name);
    if (!isTaken) return name;
  }
  return own.join('/');
}

/** Last parts of paths that say no more than what kind of thing it is. */
const wordless: ReadonlySet<string> = new Set([
  'Resource',
  'Default',
  'Function',
  'Handler',
  'Lambda',
  'Table',
  'Queue',
  'Bucket',
  'Secret',
]);

/** Without the stack, and without the CDK's last word for the resource in a construct. */
function partsOf({ path, logicalId }: StackResource): string[] {
  const parts = path?.split('/').slice(1) ?? [];
  while (parts.length > 1 && wordless.has(parts.at(-1) ?? '')) parts.pop();
  return parts.length > 0 ? parts : [logicalId.replace(/[0-9A-F]{8}$/, '') || logicalId];
}
