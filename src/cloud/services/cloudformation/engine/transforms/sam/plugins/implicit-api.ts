import { conditionalDefinition, type PathEditor } from '../apis/definition-paths.ts';
import { InvalidDocument, InvalidEvent, InvalidResource, type SamError } from '../language/errors.ts';
import { expectPresent, expectText } from '../language/expect.ts';
import { combinedCondition } from '../language/intrinsics.ts';
import { made } from '../language/legacy/made-text.ts';
import { deepCopy, legacyMap, updateMap } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isMap, isTruthy, member } from '../language/values.ts';
import { propertiesOf, type SamEntry, samEntries } from '../parse.ts';
import type { Plugin } from './plugin.ts';

/** A definition whose paths are edited. */
export interface DefinitionEditor {
  readonly editor: PathEditor;
  /** The definition as it was edited. */
  readonly definition: Fields;
}

/** An API that nobody declares, but functions have events of: REST or HTTP. */
export interface ImplicitApiKind {
  /** The property of an event that names its API. */
  readonly idProperty: string;
  readonly logicalId: string;
  readonly condition: string;
  readonly eventType: string;
  readonly apiType: string;
  properties(): Fields;
  isDefinition(value: unknown): boolean;
  /** @throws InvalidDocument */
  edit(definition: unknown): DefinitionEditor;
  /**
   * The event's properties; undefined where there is nothing to do.
   * @throws InvalidEvent
   */
  readEvent(eventId: string, event: Fields): Fields | undefined;
  /** What an event says when it says neither path nor method. */
  completeRoute?(properties: Fields): void;
  /** More that the API is told of an event. */
  tellApi?(eventId: string, properties: Fields, api: Fields, apiId: string, condition: unknown): void;
}

/**
 * Gives the template the API, with a path for each event that names no other; and paths of APIs that the template
 * declares without a definition. The API and its paths are as conditional as all functions behind them.
 */
export const implicitApi = (kind: ImplicitApiKind): Plugin => ({
  beforeTemplate: (template) => new ImplicitApi(kind, template).add(),
});

/** What functions say of themselves, by the paths that they answer. */
interface ApiUse {
  /** By path and method: the function's condition. */
  readonly conditions: Map<string, Map<string, unknown>>;
  readonly deletionPolicies: unknown[];
  readonly updateReplacePolicies: unknown[];
}

class ImplicitApi {
  readonly #kind: ImplicitApiKind;
  readonly #template: Fields;
  readonly #resources: Fields;
  readonly #uses = new Map<string, ApiUse>();

  constructor(kind: ImplicitApiKind, template: Fields) {
    this.#kind = kind;
    this.#template = template;
    this.#resources = template.Resources as Fields;
  }

  add(): void {
    const { logicalId, apiType } = this.#kind;
    const existing = deepCopy(this.#resources[logicalId]);
    this.#resources[logicalId] = { Type: apiType, Properties: this.#kind.properties() };
    const errors: SamError[] = [];
    for (const [id, entry] of samEntries(this.#template, [
      'AWS::Serverless::Function',
      'AWS::Serverless::StateMachine',
    ])) {
      const events = this.#eventsOf(entry);
      if (Object.keys(events).length === 0) continue;
      try {
        this.#addEvents(entry, events);
      } catch (error) {
        if (!(error instanceof InvalidEvent)) throw error;
        errors.push(new InvalidResource(id, error.message));
      }
    }
    this.#setAttributes();
    this.#makePathsConditional();
    this.#removeUnused(existing);
    if (errors.length > 0) throw new InvalidDocument(errors);
  }

  #eventsOf(entry: Fields): Fields {
    const events = member(entry.Properties, 'Events');
    const found = legacyMap();
    for (const [id, event] of Object.entries(isMap(events) ? events : {})) {
      if (isMap(event) && event.Type === this.#kind.eventType) found[id] = event;
    }
    return found;
  }

  #addEvents(entry: SamEntry, events: Fields): void {
    const kind = this.#kind;
    for (const [eventId, event] of Object.entries(events)) {
      const properties = kind.readEvent(eventId, event as Fields);
      if (!properties) continue;
      this.#shareTags(properties, entry);
      if (!has(properties, kind.idProperty)) properties[kind.idProperty] = { Ref: kind.logicalId };
      kind.completeRoute?.(properties);
      const [apiId, path, method] = this.#routeOf(eventId, properties);
      this.#use(apiId, path, method, entry);
      this.#addPath(eventId, apiId, path, method);
      const api = this.#resources[apiId];
      if (isMap(api)) kind.tellApi?.(eventId, properties, api, apiId, entry.Condition);
    }
    updateMap(propertiesOf(entry).Events as Fields, events);
  }

  /** The API has the tags of functions that propagate theirs. */
  #shareTags(properties: Fields, entry: SamEntry): void {
    if (has(properties, this.#kind.idProperty)) return;
    const section = member(this.#template.Globals, entry.Type.replace('AWS::Serverless::', ''));
    const inherited = (name: string): unknown => {
      const own = member(entry.Properties, name);
      return isTruthy(own) ? own : member(section, name);
    };
    const tags = inherited('Tags');
    if (!isTruthy(tags) || !isTruthy(inherited('PropagateTags'))) return;
    const api = propertiesOf(this.#resources[this.#kind.logicalId] as Fields);
    if (!has(api, 'Tags')) api.Tags = {};
    updateMap(api.Tags as Fields, tags as Fields);
    api.PropagateTags = true;
  }

  #routeOf(id: string, properties: Fields): [string, string, string] {
    const { idProperty } = this.#kind;
    const place = (path: string) => ({ id, path, of: 'event' }) as const;
    for (const name of ['Path', 'Method']) expectPresent(properties[name], place(name));
    const apiId = expectText(apiIdOf(properties[idProperty]), place(idProperty));
    return [apiId, expectText(properties.Path, place('Path')), expectText(properties.Method, place('Method'))];
  }

  #use(apiId: string, path: string, method: string, entry: SamEntry): void {
    const none: ApiUse = { conditions: new Map(), deletionPolicies: [], updateReplacePolicies: [] };
    const use = this.#uses.get(apiId) ?? none;
    this.#uses.set(apiId, use);
    const methods = use.conditions.get(path) ?? new Map<string, unknown>();
    use.conditions.set(path, methods.set(method, entry.Condition ?? undefined));
    use.deletionPolicies.push(entry.DeletionPolicy);
    use.updateReplacePolicies.push(entry.UpdateReplacePolicy);
  }

  #addPath(eventId: string, apiId: string, path: string, method: string): void {
    const { idProperty, apiType } = this.#kind;
    const api = this.#resources[apiId];
    const isHttp = isMap(api) && api.Type === 'AWS::Serverless::HttpApi';
    if (!isMap(api) || (isHttp && apiType !== api.Type)) {
      throw new InvalidEvent(
        eventId,
        `${idProperty} must be a valid reference to an '${apiType}' resource in same template.`,
      );
    }
    const properties = has(api, 'Properties') ? api.Properties : {};
    if (!isMap(properties) || !this.#kind.isDefinition(properties.DefinitionBody)) return;
    if (!isTruthy(properties.__MANAGE_SWAGGER)) return;
    const edited = this.#kind.edit(properties.DefinitionBody);
    edited.editor.addPath(path, method);
    properties.DefinitionBody = edited.definition;
  }

  /** Of the implicit API itself. */
  #setAttributes(): void {
    const { logicalId, condition } = this.#kind;
    const use = this.#uses.get(logicalId);
    if (!use) return;
    const api = this.#resources[logicalId] as Fields;
    const conditions = new Set([...use.conditions.values()].flatMap((methods) => [...methods.values()]));
    const only = this.#combined(conditions, condition);
    if (only !== undefined) api.Condition = only;
    const deletion = ['Retain', 'Delete'].find((policy) => use.deletionPolicies.includes(policy));
    if (deletion !== undefined) api.DeletionPolicy = deletion;
    const replacement = ['Retain', 'Snapshot', 'Delete'].find((policy) => use.updateReplacePolicies.includes(policy));
    if (replacement !== undefined) api.UpdateReplacePolicy = replacement;
  }

  /** The condition that holds when any does; undefined where one of them is none. */
  #combined(conditions: ReadonlySet<unknown>, name: string): string | undefined {
    const names = [...conditions].filter((condition): condition is string => typeof condition === 'string').sort();
    if (names.length < conditions.size || names.length === 0) return undefined;
    if (names.length === 1) return names[0];
    if (!has(this.#template, 'Conditions')) this.#template.Conditions = {};
    Object.assign(this.#template.Conditions as Fields, combinedCondition(names, name));
    return name;
  }

  #makePathsConditional(): void {
    for (const [apiId, entry] of samEntries(this.#template, [this.#kind.apiType])) {
      const properties = member(entry, 'Properties');
      if (!isMap(properties) || !isTruthy(properties.__MANAGE_SWAGGER)) continue;
      const edited = this.#kind.edit(properties.DefinitionBody);
      for (const path of edited.editor.pathNames) {
        const methods = this.#uses.get(apiId)?.conditions.get(path) ?? new Map<string, unknown>();
        const name = pathConditionName(apiId, path);
        const condition = this.#combined(new Set(methods.values()), name);
        const { paths } = edited.editor;
        // The name of a condition that is added is no text of the template's.
        const shown = condition === name ? made(name) : condition;
        if (condition !== undefined) paths[path] = conditionalDefinition(shown, paths[path]);
      }
      properties.DefinitionBody = edited.definition;
    }
  }

  #removeUnused(existing: unknown): void {
    const { logicalId } = this.#kind;
    const definition = member(member(this.#resources[logicalId], 'Properties'), 'DefinitionBody');
    if (!isMap(definition) || isTruthy(definition.paths)) return;
    if (isMap(existing)) this.#resources[logicalId] = existing;
    else delete this.#resources[logicalId];
  }
}

/** `!Ref Api` or `Api` → `Api` */
export const apiIdOf = (value: unknown): unknown => (isMap(value) && has(value, 'Ref') ? value.Ref : value);

const pathConditionName = (apiId: string, path: string): string =>
  `${apiId}${path.replaceAll('/', 'SLASH').replaceAll('{', 'OB').replaceAll('}', 'CB')}PathCondition`;
