import { badRequest, conflict } from '../errors.ts';
import { childrenOf, type RestApiState } from '../state.ts';

const pattern = /^(?:[a-zA-Z0-9._\-:~@!$&'()*+,;=%]+|\{[a-zA-Z0-9._:-]+\+?\})$/;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html @throws BadRequestException */
export function assertPathPart(pathPart: string): void {
  if (!pattern.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
}

/** A parent may have one child of a name, and one that is a variable; nothing is below a greedy variable. */
export function assertFreePath(
  state: RestApiState,
  restApiId: string,
  { id, parentId, pathPart }: { readonly id?: string; readonly parentId: string; readonly pathPart: string },
): void {
  const resources = childrenOf(state.resources, restApiId);
  const parent = resources.find((resource) => resource.id === parentId);
  if (parent?.pathPart?.endsWith('+}')) {
    throw badRequest(
      `Cannot create a child of a resource with a greedy path variable: ${parent.path}. Greedy path variables must be at the end of the path.`,
    );
  }
  const siblings = resources.filter((resource) => resource.parentId === parentId && resource.id !== id);
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const variable = pathPart.startsWith('{') && siblings.find((sibling) => sibling.pathPart?.startsWith('{'));
  if (variable) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
}
