import type { ResourceRecord } from '../state.ts';

/**
 * Resources of one API: AWS has 300 at first and more for who asks.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const resourcesMax = 3000;

const pathPartPattern = /^(?:[a-zA-Z0-9._\-:~@!$&'()*+,;=%]+|\{[a-zA-Z0-9._:-]+\+?\})$/;

/** Resources of an API by path, to which paths are added with all that lies above them. */
export class ResourceTree {
  readonly #byPath: Map<string, ResourceRecord>;
  /** The one child of each resource that is a variable, by the id of that resource. */
  readonly #variables = new Map<string, ResourceRecord>();
  readonly #newId: (path: string) => string;

  constructor(resources: readonly ResourceRecord[], newId: (path: string) => string) {
    this.#byPath = new Map(resources.map((resource) => [resource.path, resource]));
    this.#newId = newId;
    for (const resource of resources) this.#noteVariable(resource);
  }

  get resources(): ResourceRecord[] {
    return [...this.#byPath.values()];
  }

  put(resource: ResourceRecord): void {
    this.#byPath.set(resource.path, resource);
  }

  /** The resource of that path, or what AWS finds wrong with it. */
  at(path: string): ResourceRecord | { readonly problem: string } {
    const known = this.#byPath.get(path);
    if (known) return known;
    let parent = this.#byPath.get('/');
    if (!parent) return { problem: 'Invalid Resource identifier specified' };
    for (const pathPart of path.slice(1).split('/')) {
      const next = this.#below(parent, pathPart);
      if ('problem' in next) return next;
      parent = next;
    }
    return parent;
  }

  #below(parent: ResourceRecord, pathPart: string): ResourceRecord | { readonly problem: string } {
    const path = `${parent.path === '/' ? '' : parent.path}/${pathPart}`;
    const known = this.#byPath.get(path);
    if (known) return known;
    const problem = this.#problemOf(parent, pathPart);
    if (problem) return { problem };
    const resource = { id: this.#newId(path), parentId: parent.id, pathPart, path };
    this.#byPath.set(path, resource);
    this.#noteVariable(resource);
    return resource;
  }

  #problemOf(parent: ResourceRecord, pathPart: string): string | undefined {
    if (this.#byPath.size >= resourcesMax) {
      return 'Maximum number of resources for this API has been reached. Please contact AWS if you need additional resources.';
    }
    if (!pathPartPattern.test(pathPart)) {
      return "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";
    }
    if (parent.pathPart?.endsWith('+}')) {
      return `Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`;
    }
    const sibling = isVariable(pathPart) ? this.#variables.get(parent.id) : undefined;
    return sibling
      ? `A sibling (${sibling.pathPart}) of this resource already has a variable path part -- only one is allowed`
      : undefined;
  }

  #noteVariable(resource: ResourceRecord): void {
    if (isVariable(resource.pathPart ?? '')) this.#variables.set(resource.parentId ?? '', resource);
  }
}

const isVariable = (pathPart: string): boolean => pathPart.startsWith('{');
