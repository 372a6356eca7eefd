import type {
  ModelFile,
  OperationFile,
  RefFile,
  ServiceHead,
  ShapeFile,
  SimpleLetter,
  Traits,
} from './model-format.ts';

/** A shape of a service's model, as the codecs walk it. */
export type Shape = StructureShape | ListShape | MapShape | TimestampShape | PlainShape;

/** Members by name; a union has exactly one of them. */
export interface StructureShape {
  readonly kind: 'structure';
  readonly name: string;
  readonly isUnion: boolean;
  readonly members: readonly Member[];
  readonly byName: ReadonlyMap<string, Member>;
  /** The first so many members are required. */
  readonly required: number;
  readonly traits: Traits;
}

/** Values one after another. */
export interface ListShape {
  readonly kind: 'list';
  readonly name: string;
  readonly value: Member;
}

/** Values by text. */
export interface MapShape {
  readonly kind: 'map';
  readonly name: string;
  readonly key: Member;
  readonly value: Member;
}

/** A time. Without a format of its own it takes that of the protocol and the place it stands in. */
export interface TimestampShape {
  readonly kind: 'timestamp';
  readonly format: TimestampFormat | undefined;
}

/** https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait */
export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** What has no members. All of the model's numbers are one kind: the schemas do not tell them apart. */
export interface PlainShape {
  readonly kind:
    | 'string'
    | 'number'
    | 'boolean'
    | 'bigInteger'
    | 'bigDecimal'
    | 'blob'
    | 'stream'
    | 'document'
    | 'unit';
  /** Of a number: NaN and the infinities are none. */
  readonly isFinite?: true;
  /** Of a number: one that AWS writes as a double (`1.0`), be it whole or not. */
  readonly isDouble?: true;
}

/** A place that a shape stands in: a structure's member, a list's or map's element, an operation's input. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  /** Those of the member itself over those of the shape. */
  readonly traits: Traits;
}

/** A member that is an event stream: a union, of which one value after another comes. */
export interface EventStreamMember extends Member {
  readonly shape: StructureShape;
}

/** An operation; one without input or output has an empty structure there. */
export interface OperationModel {
  readonly name: string;
  readonly input: StructureShape;
  readonly output: StructureShape;
  /** REST protocols only. */
  readonly http: { readonly method: string; readonly uri: string; readonly status: number } | undefined;
  /** The member of the output that is an event stream. */
  readonly outputEvents?: EventStreamMember | undefined;
  /** Clients send an event stream. */
  readonly takesEvents?: boolean;
  /** The model knows that there is such an operation, and neither its input nor its output. */
  readonly isNameOnly?: true;
}

/** All that is known of a service's API. */
export interface ServiceModel extends ServiceHead {
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** By the error's shape name and by its code in the query protocol. */
  readonly errors: ReadonlyMap<string, StructureShape>;
}

const noTraits: Traits = {};

/** Where an operation has no input or no output. */
export const unitStructure: StructureShape = {
  kind: 'structure',
  name: 'Unit',
  isUnion: false,
  members: [],
  byName: new Map(),
  required: 0,
  traits: noTraits,
};

const simpleShapes: Readonly<Record<Exclude<SimpleLetter, 'n'>, Shape>> = {
  s: { kind: 'string' },
  o: { kind: 'boolean' },
  i: { kind: 'bigInteger' },
  d: { kind: 'bigDecimal' },
  b: { kind: 'blob' },
  B: { kind: 'stream' },
  D: { kind: 'document' },
  t: { kind: 'timestamp', format: undefined },
  w: { kind: 'timestamp', format: 'date-time' },
  h: { kind: 'timestamp', format: 'http-date' },
  e: { kind: 'timestamp', format: 'epoch-seconds' },
  u: unitStructure,
};

const finiteNumber: PlainShape = { kind: 'number', isFinite: true };
const anyNumber: PlainShape = { kind: 'number' };

/**
 * Services that say in words of their own what they think of NaN and of infinities. The schemas do not tell floats from
 * integers; all that others take are integers, but for rates that are finite.
 */
const takesAllFloats: ReadonlySet<string> = new Set(['cloudwatch']);

/**
 * The doubles among what these services answer, by structure and member or by the list or map that holds them. A client
 * of a typed language reads `1` as another type than `1.0`.
 */
const doubles: Readonly<Record<string, ReadonlySet<string>>> = {
  cloudwatch: new Set([
    'AnomalyDetectorConfiguration.Value',
    'Datapoint.Average',
    'Datapoint.Maximum',
    'Datapoint.Minimum',
    'Datapoint.SampleCount',
    'Datapoint.Sum',
    'DatapointValueMap',
    'DatapointValues',
    'MetricAlarm.Threshold',
  ]),
  logs: new Set([
    'MetricTransformation.defaultValue',
    'QueryStatistics.bytesScanned',
    'QueryStatistics.recordsMatched',
    'QueryStatistics.recordsScanned',
    'QueryStatistics.estimatedBytesSkipped',
    'QueryStatistics.estimatedRecordsSkipped',
    'QueryStatistics.logGroupsScanned',
  ]),
};

/** Turns a file's indexes into objects that point to each other. */
export function compileModel(file: ModelFile): ServiceModel {
  const number = takesAllFloats.has(file.service) ? anyNumber : finiteNumber;
  const shapes = new ShapeCompiler(file.shapes, number, doubles[file.service]);
  const operations = new Map<string, OperationModel>();
  for (const [name, operation] of Object.entries(file.operations)) {
    operations.set(name, compileOperation(name, operation, shapes));
  }
  for (const name of file.namesOnly ?? []) {
    operations.set(name, { name, input: unitStructure, output: unitStructure, http: undefined, isNameOnly: true });
  }
  const errors = new Map<string, StructureShape>();
  for (const [name, index] of Object.entries(file.errors)) {
    const shape = shapes.structure(index);
    errors.set(name, shape);
    const queryCode = shape.traits.awsQueryError?.[0];
    if (queryCode !== undefined && !errors.has(queryCode)) errors.set(queryCode, shape);
  }
  return { ...file, operations, errors };
}

function compileOperation(name: string, file: OperationFile, shapes: ShapeCompiler): OperationModel {
  const [method, uri, status] = file.http ?? [];
  const http = method !== undefined && uri !== undefined && status !== undefined ? { method, uri, status } : undefined;
  const input = shapes.structure(file.input);
  const output = shapes.structure(file.output);
  const takesEvents = input.members.some(isEventStream);
  return { name, input, output, http, takesEvents, outputEvents: output.members.find(isEventStream) };
}

const isEventStream = (member: Member): member is EventStreamMember =>
  member.shape.kind === 'structure' && member.shape.traits.streaming === 1;

/** Turns indexes into references; shapes may contain themselves, so each is registered before it is filled. */
class ShapeCompiler {
  readonly #files: readonly ShapeFile[];
  readonly #shapes: (Shape | undefined)[];
  readonly #number: PlainShape;
  readonly #doubles: ReadonlySet<string>;

  constructor(files: readonly ShapeFile[], number: PlainShape, doubles: ReadonlySet<string> = new Set()) {
    this.#number = number;
    this.#doubles = doubles;
    this.#files = files;
    this.#shapes = files.map(() => undefined);
  }

  structure(ref: RefFile): StructureShape {
    const { shape } = this.member('', ref);
    if (shape.kind !== 'structure') throw new Error('A model names something else than a structure');
    return shape;
  }

  /** `path` is how {@link doubles} call the member. */
  member(name: string, ref: RefFile, path = ''): Member {
    const [target, traits] = typeof ref === 'object' ? ref : [ref, undefined];
    const shape =
      typeof target === 'number' ? this.#shape(target) : target === 'n' ? this.#numberAt(path) : simpleShapes[target];
    const own = typeof target === 'number' ? ownTraits(this.#files[target]) : undefined;
    return { name, shape, traits: own && traits ? { ...own, ...traits } : (traits ?? own ?? noTraits) };
  }

  #numberAt(path: string): PlainShape {
    return this.#doubles.has(path) ? { ...this.#number, isDouble: true } : this.#number;
  }

  #shape(index: number): Shape {
    const known = this.#shapes[index];
    if (known) return known;
    const file = this.#files[index];
    if (!file) throw new Error(`A model has no shape ${index}`);
    const shape = { name: file[1] } as Record<string, unknown>;
    this.#shapes[index] = shape as unknown as Shape;
    Object.assign(shape, this.#filling(file));
    return shape as unknown as Shape;
  }

  #filling(file: ShapeFile): Omit<StructureShape, 'name'> | Omit<ListShape, 'name'> | Omit<MapShape, 'name'> {
    if (file[0] === 'L') return { kind: 'list', value: this.member('member', file[2], file[1]) };
    if (file[0] === 'M') {
      return { kind: 'map', key: this.member('key', file[2]), value: this.member('value', file[3], file[1]) };
    }
    const [kind, own, names, refs, required, traits = noTraits] = file;
    const members = refs.map((ref, index) => {
      const name = names[index] ?? '';
      return this.member(name, ref, `${own}.${name}`);
    });
    const byName = new Map(members.map((member) => [member.name, member]));
    return { kind: 'structure', isUnion: kind === 'U', members, byName, required, traits };
  }
}

/** Names of structures and their roles are their own; members inherit what describes their form. */
function ownTraits(file: ShapeFile | undefined): Traits | undefined {
  if (file?.[0] === 'L') return file[3];
  if (file?.[0] === 'M') return file[4];
  const traits = file?.[5];
  return traits?.streaming || traits?.xmlNamespace ? traits : undefined;
}
