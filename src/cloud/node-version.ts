/** Read by Nodes that are too old for everything else: no imports, and no syntax newer than Node 14's. */

/** A sentence for whoever has a Node that is too old for Squall, or undefined. */
export function oldNodeMessage(version: string, execPath: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 22)) return undefined;
  return `Squall needs Node 22.22 or newer; this is v${version} (${execPath}).`;
}

/** What to do about it. */
export const newerNodeHint =
  'Get one from https://nodejs.org, by a version manager (nvm install 24), or for this project alone: npm i -D node@24';
