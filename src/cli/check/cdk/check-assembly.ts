import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { readAssembly } from '../../../harness/assembly.ts';
import { readDocument } from '../documents/read-document.ts';
import { type Finding, refused, type Sighting, type Unreadable } from '../finding.ts';
import type { Judges } from '../judge/judges.ts';
import { checkTemplate } from '../templates/check-template.ts';

/** The stacks of a cloud assembly, those of nested stages and nested stacks included. `directory` is told from the root. */
export async function checkAssembly(root: string, directory: string, judges: Judges): Promise<Sighting> {
  const findings = refusals(root, directory);
  const unreadable: Unreadable[] = [];
  for (const file of templatesIn(root, directory)) {
    const read = readDocument(file, readFileSync(join(root, file), 'utf8'));
    if ('unreadable' in read) unreadable.push(read.unreadable);
    else findings.push(...(await checkTemplate(read, judges)));
  }
  return { findings, unreadable };
}

/** What a deploy says before it begins: images, and values that only the CDK CLI can look up. */
function refusals(root: string, directory: string): Finding[] {
  try {
    readAssembly(join(root, directory));
    return [];
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    const place = { file: `${directory}/manifest.json`, line: 1 };
    return [{ subject: 'setting', what: 'cloud assembly', ...place, ...refused(`${error.message} ${error.hint}`) }];
  }
}

/** A template is in one directory alone: assets, which may be whole projects, are not looked into. */
function templatesIn(root: string, directory: string): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${directory}/${entry.name}`;
      if (entry.isDirectory())
        return existsSync(join(root, path, 'manifest.json')) && !entry.name.startsWith('asset.')
          ? templatesIn(root, path)
          : [];
      return entry.name.endsWith('.template.json') ? [path] : [];
    });
}
