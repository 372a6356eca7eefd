import { existsSync, realpathSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * On AWS nobody's packages lie above the code; here it lies in the system's temporary directory, which may have a
 * `node_modules` of any program. Keeps the function's code from finding what is in one of them: a bare name means a package
 * below `root`, or one of a layer. Code is in `root/code/<hash>`, the runtime's SDK in `root/node_modules`.
 */
export function hideAncestors(root: string): void {
  if (!hasModulesAbove(root)) return;
  hideFromRequire(isBelow(root));
  hideFromImport(comesFromAbove(root));
}

/** Whether what a bare name, asked for by the file `importer`, has led to stands above `root`. */
export function comesFromAbove(root: string): (specifier: string, importer: string, found: string) => boolean {
  const isOurs = isBelow(root);
  return (specifier, importer, found) =>
    isBare(specifier) && isOurs(importer) && !isOurs(found) && !isInstalled(specifier, importer, isOurs);
}

/** By the name that was given and by the real one: Node tells real paths. */
function isBelow(root: string): (path: string) => boolean {
  const roots = [root, realpathSync(root)];
  return (path) => roots.some((own) => path.startsWith(own + sep));
}

function hasModulesAbove(root: string): boolean {
  for (let directory = root; dirname(directory) !== directory; ) {
    directory = dirname(directory);
    if (existsSync(join(directory, 'node_modules'))) return true;
  }
  return false;
}

/** Node has no public way to say where `require` looks; layers follow by NODE_PATH. */
function hideFromRequire(isOurs: (path: string) => boolean): void {
  const lookup = nodeModule as typeof nodeModule & { _nodeModulePaths(from: string): string[] };
  const original = lookup._nodeModulePaths;
  lookup._nodeModulePaths = (from) => {
    const paths = original(from);
    return isOurs(from + sep) ? paths.filter(isOurs) : paths;
  };
}

function hideFromImport(isAbove: ReturnType<typeof comesFromAbove>): void {
  nodeModule.registerHooks?.({
    resolve(specifier, context, nextResolve) {
      const found = nextResolve(specifier, context);
      const { conditions, parentURL = '' } = context;
      if (!conditions.includes('import') || !isFile(parentURL) || !isFile(found.url)) return found;
      const importer = fileURLToPath(parentURL);
      if (isAbove(specifier, importer, fileURLToPath(found.url))) throw notFound(specifier, importer);
      return found;
    },
  });
}

const isFile = (url: string): boolean => url.startsWith('file:');

const isBare = (specifier: string): boolean => !/^[./#]|^[a-z]+:/.test(specifier);

/** Whether the package stands beside the importer or above it, below the root: it may be a link that leads elsewhere. */
function isInstalled(specifier: string, importer: string, isOurs: (path: string) => boolean): boolean {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  for (let directory = dirname(importer); isOurs(directory + sep); directory = dirname(directory)) {
    if (existsSync(join(directory, 'node_modules', name))) return true;
  }
  return false;
}

/** As Node words it. */
function notFound(specifier: string, importer: string): Error {
  const error = new Error(`Cannot find package '${specifier}' imported from ${importer}`);
  return Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND', url: pathToFileURL(importer).href });
}
