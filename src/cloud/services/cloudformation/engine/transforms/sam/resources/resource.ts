import { InvalidPropertyType, InvalidResource } from '../language/errors.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isMap, isNothing, isTruthy } from '../language/values.ts';
import type { PropertyRules } from './property.ts';
import { tagList } from './tags.ts';

/** A type of resources: of CloudFormation, of SAM, or an event within one of SAM's. */
export interface ResourceType {
  readonly type: string;
  readonly properties: PropertyRules;
  /** Calls that stand for what is known when the resource is made: `arn`, `name`. */
  readonly runtime?: Readonly<Record<string, (resource: Resource) => unknown>>;
  /** How tags are written; a list where it says nothing. */
  readonly assignTags?: (resource: Resource, tags: Fields) => void;
  /** Attributes beside `Properties` that stay. */
  readonly attributes?: readonly string[];
  /** Attributes that also go to what is generated. */
  readonly passedAttributes?: readonly string[];
  /** More than its rules say; called when it is read and when it is written. */
  readonly validate?: (resource: Resource) => void;
}

const defaultAttributes = ['DeletionPolicy', 'UpdatePolicy', 'Condition', 'UpdateReplacePolicy', 'Metadata'];
const passedAttributes = ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy'];

export interface ResourceOptions {
  readonly relativeId?: string | undefined;
  readonly dependsOn?: unknown;
  readonly attributes?: Fields | undefined;
}

/** A resource of the template that is read, or of the one that is made. Its properties are set as the transform goes on. */
export class Resource {
  readonly kind: ResourceType;
  logicalId: string;
  readonly relativeId: string | undefined;
  dependsOn: unknown;
  readonly attributes: Fields = {};
  /** In any order: they are written in the order of the type's rules. */
  readonly properties: Fields = {};

  constructor(
    kind: ResourceType,
    logicalId: unknown,
    { relativeId, dependsOn, attributes = {} }: ResourceOptions = {},
  ) {
    if (typeof logicalId !== 'string' || !/^[A-Za-z0-9]+\n?$/.test(logicalId)) {
      throw new InvalidResource(pythonText(logicalId), 'Logical ids must be alphanumeric.');
    }
    this.kind = kind;
    this.logicalId = logicalId;
    this.relativeId = relativeId;
    this.dependsOn = dependsOn;
    for (const [name, value] of Object.entries(attributes)) this.setAttribute(name, value);
  }

  /**
   * Reads an entry of the template.
   * @param beforeProperties is told the properties, and may change them, before they are read
   * @throws InvalidResource
   */
  static read(
    kind: ResourceType,
    logicalId: string,
    entry: Fields,
    relativeId?: string,
    beforeProperties?: (properties: Fields) => void,
  ): Resource {
    const resource = new Resource(kind, logicalId, { relativeId });
    assertEntry(kind, logicalId, entry);
    const properties = (entry.Properties ?? {}) as Fields;
    beforeProperties?.(properties);
    for (const [name, value] of Object.entries(properties)) resource.set(name, value);
    if (has(entry, 'DependsOn')) resource.dependsOn = entry.DependsOn;
    for (const name of kind.attributes ?? defaultAttributes) {
      if (has(entry, name)) resource.attributes[name] = entry[name];
    }
    resource.validate();
    return resource;
  }

  get type(): string {
    return this.kind.type;
  }

  /** @throws InvalidResource for a property that the type does not have */
  set(name: string, value: unknown): void {
    if (!has(this.kind.properties as Fields, name)) {
      throw new InvalidResource(this.logicalId, `property ${name} not defined for resource of type ${this.type}`);
    }
    this.properties[name] = value;
  }

  /** Undefined for what was not set, or set to nothing. */
  get(name: string): unknown {
    const value = this.properties[name];
    return isNothing(value) ? undefined : value;
  }

  setAttribute(name: string, value: unknown): void {
    if (!(this.kind.attributes ?? defaultAttributes).includes(name)) {
      throw new TypeError(`Unsupported resource attribute specified: ${name}`);
    }
    this.attributes[name] = value;
  }

  /** The attributes that what is generated from this resource has as well. */
  get passedAttributes(): Fields {
    const names = this.kind.passedAttributes ?? passedAttributes;
    return Object.fromEntries(
      names.filter((name) => has(this.attributes, name)).map((name) => [name, this.attributes[name]]),
    );
  }

  /** A call that stands for what is known when the resource is made. */
  runtimeAttribute(name: string): unknown {
    const attribute = this.kind.runtime?.[name];
    if (!attribute) throw new TypeError(`${name} attribute is not supported for resource ${this.type}`);
    return attribute(this);
  }

  assignTags(tags: Fields): void {
    if (this.kind.assignTags) this.kind.assignTags(this, tags);
    else if (has(this.kind.properties as Fields, 'Tags')) this.properties.Tags = tagList(tags);
  }

  /** @throws InvalidResource for what is missing or of another type */
  validate(): void {
    for (const [name, rule] of Object.entries(this.kind.properties)) {
      const value = this.get(name);
      if (rule.allowsIntrinsics && isMap(value) && Object.keys(value).length === 1) continue;
      if (value === undefined) {
        if (rule.required) throw new InvalidResource(this.logicalId, `Missing required property '${name}'.`);
      } else if (!rule.check(value)) {
        throw new InvalidPropertyType(this.logicalId, name, rule.expected);
      }
    }
    this.kind.validate?.(this);
  }

  /** As an entry of a template. */
  write(): Fields {
    this.validate();
    const properties: Fields = {};
    for (const name of Object.keys(this.kind.properties)) {
      const value = this.get(name);
      if (value !== undefined) properties[name] = value;
    }
    return {
      Type: this.type,
      ...(isTruthy(this.dependsOn) && { DependsOn: this.dependsOn }),
      ...this.attributes,
      Properties: properties,
    };
  }
}

function assertEntry({ type }: ResourceType, logicalId: string, entry: Fields): void {
  if (!has(entry, 'Type')) throw new InvalidResource(logicalId, "Resource dict missing key 'Type'.");
  if (entry.Type !== type) {
    const given = pythonText(entry.Type);
    throw new InvalidResource(logicalId, `Resource has incorrect Type; expected '${type}', got '${given}'`);
  }
  if (has(entry, 'Properties') && !isMap(entry.Properties)) {
    throw new InvalidResource(logicalId, 'Properties of a resource must be an object.');
  }
}

/** Gives each resource the tags, in the place of those that it has. */
export function propagateTags(resources: readonly Resource[], tags: unknown, isWanted: unknown): void {
  if (!isTruthy(isWanted) || !isTruthy(tags) || !isMap(tags)) return;
  for (const resource of resources) resource.assignTags(tags);
}
