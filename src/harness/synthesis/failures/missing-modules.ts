import { basename } from 'node:path';
import { type ExplainedFailure, type FailureOutput, pathOf, shownPath } from './explained-failure.ts';
import { excerptOf } from './source-excerpt.ts';

/** A package's name, and not a path. */
export const isPackage = (name: string): boolean => !/^(?:[./\\#]|[A-Za-z]:|file:|node:)/.test(name);

/** `@scope/name/part` is of the package `@scope/name`. */
export const missingPackageHint = (name: string): string => {
  const packageName = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
  return `Is the project installed (npm install), and is ${packageName} in its package.json (npm install ${packageName})?`;
};

/** A module that Node did not find, of either kind of module. */
export function readMissingModule(output: FailureOutput): ExplainedFailure | undefined {
  const { text, directory, readSource } = output;
  const esm = /Cannot find (?:package|module) '(.+?)' imported from (\S.*?)$/m.exec(text);
  const commonJs = /Cannot find module '(.+?)'\nRequire stack:\n- (.+)$/m.exec(text);
  const [, name, importer] = esm ?? commonJs ?? [];
  if (name === undefined || importer === undefined) return undefined;
  const specified = isPackage(name) ? name : basename(name);
  const place = importOf(readSource(pathOf(importer, directory)), specified);
  const shownName = isPackage(name) || name.startsWith('.') ? name : shownPath(name, directory);
  return {
    headline: isPackage(name) ? `The package ${name} is not installed.` : `There is no module ${shownName}.`,
    file: shownPath(importer, directory),
    ...place,
    hint: isPackage(name) ? missingPackageHint(name) : undefined,
  };
}

/** Where a source imports what ends like `name`. */
function importOf(source: string | undefined, name: string) {
  const lines = source?.split(/\r?\n/) ?? [];
  for (const [index, lineText] of lines.entries()) {
    const [quoted] = lineText.match(/(['"`])[^'"`]+\1/g)?.filter((text) => text.slice(1, -1).endsWith(name)) ?? [];
    if (quoted === undefined || !/\b(?:import|from|require|export)\b/.test(lineText)) continue;
    const column = lineText.indexOf(quoted) + 1;
    const line = index + 1;
    return { line, column, excerpt: excerptOf(source, line, column, quoted.length) };
  }
  return {};
}
