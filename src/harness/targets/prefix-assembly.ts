import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly properties?: { readonly stackName?: string };
}

interface Manifest {
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

/** `squall-1f2e3d4c`: files that run at the same time in one account keep out of each other's way. */
export const newPrefix = (): string => `squall-${randomBytes(4).toString('hex')}`;

/**
 * A copy of an assembly whose stacks have names of their own in an account: only the manifest differs, the templates are
 * those of every other target. What an app names itself (a table, an export) keeps its name.
 */
export function prefixAssembly(assembly: string, copy: string, prefix: string): void {
  cpSync(assembly, copy, { recursive: true });
  const path = join(copy, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const artifacts = Object.entries(manifest.artifacts).map(([id, artifact]) => {
    if (artifact.type !== 'aws:cloudformation:stack') return [id, artifact];
    const stackName = `${prefix}-${artifact.properties?.stackName ?? id}`;
    return [id, { ...artifact, properties: { ...artifact.properties, stackName } }];
  });
  writeFileSync(path, JSON.stringify({ ...manifest, artifacts: Object.fromEntries(artifacts) }));
}
