import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundledScopes } from './sdk-imports.ts';

/**
 * Links the packages of AWS's SDK that stand in `sources` into `modules`, package by package: a workspace may have some
 * in its own `node_modules` and others in its root's. Earlier sources win; what is linked already stays.
 */
export function linkBundledSdk(modules: string, sources: Iterable<string>): void {
  for (const source of sources) {
    for (const scope of bundledScopes) {
      for (const name of namesIn(join(source, scope))) {
        link(join(source, scope, name), join(modules, scope), name);
      }
    }
    // Version 2, which AWS's runtimes had until Node 16.
    if (existsSync(join(source, 'aws-sdk'))) link(join(source, 'aws-sdk'), modules, 'aws-sdk');
  }
}

function link(target: string, directory: string, name: string): void {
  const path = join(directory, name);
  if (existsSync(path)) return;
  mkdirSync(directory, { recursive: true });
  // A link whose package was uninstalled is there and leads nowhere.
  rmSync(path, { force: true });
  symlinkSync(target, path, 'junction');
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The package of AWS's SDK that a failed init phase did not find, by the runtime's report of the error. */
export function missingSdkPackage(report: Uint8Array): string | undefined {
  const text = Buffer.from(report).toString();
  if (!text.includes('Runtime.ImportModuleError')) return undefined;
  const name = /Cannot find (?:module|package) '((@[a-z-]+)\/[^'/]+)/.exec(text);
  return name?.[2] !== undefined && bundledScopes.includes(name[2]) ? name[1] : undefined;
}
