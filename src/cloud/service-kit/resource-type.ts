import type {
  Properties,
  ResourceContext,
  ResourceImport,
  ResourceReading,
  ResourceState,
  ResourceType,
} from './contract.ts';
import {
  type Kinds,
  readProperties,
  readWherePossible,
  retag,
  type Tag,
  unlessGone,
  type Values,
} from './properties.ts';
import { importingBy } from './resource-reading.ts';
import { tagRecord } from './tags.ts';

/** A CloudFormation type that says of itself what it knows; a test holds that against AWS's specification. */
export interface DeclaredType extends ResourceType {
  readonly type: string;
  readonly kinds: Kinds;
  /** Properties that AWS has and this type refuses by name, each with the reason. */
  readonly refused: Readonly<Record<string, string>>;
  /** What `Fn::GetAtt` answers. */
  readonly attributes: readonly string[];
  /** Attributes that AWS has and this type does not, each with the reason. */
  readonly missing: Readonly<Record<string, string>>;
}

/** Whether a type says what it knows; owners that are parts of a deployment do not. */
export const isDeclared = (type: ResourceType): type is DeclaredType => 'kinds' in type && 'missing' in type;

interface Described<K extends Kinds> {
  readonly type: string;
  /** What is understood, by kind; any other property fails the resource by name. */
  readonly properties: K;
  readonly refused?: Readonly<Record<string, string>>;
  readonly missing?: Readonly<Record<string, string>>;
  readonly importing?: ResourceImport;
  readonly reading?: ResourceReading;
}

/** The state of a resource that has these attributes. */
export interface StateWith<Attribute extends string> extends ResourceState {
  readonly attributes?: Readonly<Record<Attribute, unknown>>;
}

interface Coded<K extends Kinds, A extends string> extends Described<K> {
  readonly attributes?: readonly A[];
  create(p: Values<K>, context: ResourceContext): Promise<StateWith<A>>;
  attributesNow?(state: ResourceState, context: ResourceContext): Promise<Readonly<Record<A, unknown>>>;
  update?(state: ResourceState, p: Values<K>, previous: Values<K>, context: ResourceContext): Promise<ResourceState>;
  delete(state: ResourceState, p: Values<K>, context: ResourceContext): Promise<void>;
}

/** A type that takes more than one operation to create, update or delete: functions over properties that are read. */
export function codedResourceType<const K extends Kinds, const A extends string = never>(
  coded: Coded<K, A>,
): DeclaredType {
  const { type, properties: kinds, refused = {}, missing = {}, attributes = [] } = coded;
  const { update, attributesNow, reading, importing = reading && importingBy(reading, attributes) } = coded;
  return {
    type,
    kinds,
    refused,
    missing,
    attributes,
    properties: Object.keys(kinds),
    create: async (properties, context) => coded.create(readProperties(kinds, properties, context), context),
    ...(attributesNow && { attributesNow }),
    ...(importing && { importing }),
    ...(reading && { reading }),
    ...(update && {
      update: async (state: ResourceState, properties: Properties, previous: Properties, context: ResourceContext) =>
        update(state, readProperties(kinds, properties, context), readWherePossible(kinds, previous, context), context),
    }),
    delete: async (state, properties, context) =>
      coded.delete(state, readWherePossible(kinds, properties, context), context),
  };
}

/** Where a call of a declared type stands. */
interface At {
  /** The resource's name: the template's, else a generated one; once it exists, its physical id. */
  readonly id: string;
  readonly context: ResourceContext;
}

/** Likewise, of a resource that exists. */
interface Existing<K extends Kinds> extends At {
  readonly state: ResourceState;
  readonly previous: Values<K>;
}

/** A type of which one operation creates, one updates and one deletes. Members of inputs that are undefined are left out. */
interface Declaration<K extends Kinds, Output> extends Described<K> {
  /** As in `context.call`. */
  readonly service: string;
  /** How a resource is named that the template does not name by `property`. */
  readonly name?: {
    readonly property?: keyof K & string;
    readonly max: number;
    readonly prefix?: string;
  };
  readonly create: {
    readonly operation: string;
    readonly input: (p: Values<K>, at: At) => object;
    /** Default: the name. */
    readonly physicalId?: (output: Output, p: Values<K>, at: At) => string | undefined;
  };
  /** `Fn::GetAtt`, from what the creation answered. */
  readonly attributes?: Readonly<Record<string, (output: Output, p: Values<K>, at: At) => unknown>>;
  /** Without it the resource is replaced at every change. */
  readonly update?: {
    readonly operation: string;
    readonly input: (p: Values<K>, at: Existing<K>) => object;
    /** A call that goes ahead, where the template dropped what the update cannot take away. */
    readonly first?: (p: Values<K>, at: Existing<K>) => readonly [operation: string, input: object] | undefined;
    /** Attributes are made anew from what the update answered. */
    readonly isDescribing?: true;
  };
  /** The operations that put tags on and take them off, after an update. */
  readonly tagging?: {
    readonly tag: string;
    readonly untag: string;
    readonly on: (p: Values<K>, at: Existing<K>) => object;
    /** Whether the service takes tags as a map. */
    readonly isMap?: true;
  };
  readonly delete: {
    readonly operation: string;
    readonly input: (p: Values<K>, at: At) => object;
    /** Errors that say that there is nothing to delete any more. */
    readonly gone?: readonly string[];
  };
}

/** A CloudFormation type as data. */
export function resourceType<const K extends Kinds, Output = unknown>(declared: Declaration<K, Output>): DeclaredType {
  const { type, properties, refused = {}, missing = {}, service, update, importing, reading } = declared;
  const attributesOf = (output: Output, p: Values<K>, at: At) =>
    Object.fromEntries(Object.entries(declared.attributes ?? {}).map(([name, of]) => [name, of(output, p, at)]));
  return codedResourceType<K, string>({
    type,
    properties,
    refused,
    missing,
    attributes: Object.keys(declared.attributes ?? {}),
    ...(importing && { importing }),
    ...(reading && { reading }),
    async create(p, context) {
      const at = { id: nameOf(declared, p, context), context };
      const output = await context.call<Output>(
        service,
        declared.create.operation,
        present(declared.create.input(p, at)),
      );
      const physicalId = declared.create.physicalId ? (declared.create.physicalId(output, p, at) ?? '') : at.id;
      return { physicalId, attributes: attributesOf(output, p, at) };
    },
    ...(update && {
      async update(state: ResourceState, p: Values<K>, previous: Values<K>, context: ResourceContext) {
        const at = { id: state.physicalId, context, state, previous };
        const first = update.first?.(p, at);
        if (first) await context.call(service, ...first);
        const output = await context.call<Output>(service, update.operation, present(update.input(p, at)));
        await applyTags(declared, p, at);
        return update.isDescribing ? { ...state, attributes: attributesOf(output, p, at) } : state;
      },
    }),
    async delete(state, p, context) {
      const input = present(declared.delete.input(p, { id: state.physicalId, context }));
      await unlessGone(context.call(service, declared.delete.operation, input), ...(declared.delete.gone ?? []));
    },
  });
}

/** The types of a service by their names. */
export const resourceTypes = (...types: readonly DeclaredType[]): Readonly<Record<string, DeclaredType>> =>
  Object.fromEntries(types.map((type) => [type.type, type]));

function nameOf<K extends Kinds, O>({ name }: Declaration<K, O>, p: Values<K>, context: ResourceContext): string {
  if (!name) return '';
  const given = name.property && (p as Properties)[name.property];
  return typeof given === 'string' ? given : `${name.prefix ?? ''}${context.generateName(name.max)}`;
}

async function applyTags<K extends Kinds, O>(
  { service, tagging }: Declaration<K, O>,
  p: Values<K>,
  at: Existing<K>,
): Promise<void> {
  if (!tagging) return;
  const on = tagging.on(p, at);
  const call = (operation: string, input: object) => at.context.call(service, operation, { ...on, ...input });
  await retag(tagsIn(p), tagsIn(at.previous), {
    untag: (TagKeys) => call(tagging.untag, { TagKeys }),
    tag: (tags) => call(tagging.tag, { Tags: tagging.isMap ? tagRecord(tags) : tags }),
  });
}

const tagsIn = (values: object): readonly Tag[] => ('Tags' in values ? (values.Tags as readonly Tag[]) : []);

const present = (input: object): object =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
