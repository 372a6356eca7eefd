import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { readAssembly } from '../../../harness/assembly.ts';
import { readDocument } from '../documents/read-document.ts';
import { refused, type Sighting } from '../finding.ts';
import type { TypeJudge } from '../judge/type-judge.ts';
import { checkTemplate } from '../templates/check-template.ts';

/** The stacks of a cloud assembly, those of nested stages and nested stacks included. `directory` is told from the root. */
export function checkAssembly(root: string, directory: string, judge: TypeJudge): Sighting {
  const sightings = templatesIn(root, directory).map((file): Sighting => {
    const read = readDocument(file, readFileSync(join(root, file), 'utf8'));
    if ('unreadable' in read) return { findings: [], unreadable: [read.unreadable] };
    return { findings: checkTemplate(read, judge) };
  });
  return {
    findings: [...refusals(root, directory), ...sightings.flatMap(({ findings }) => findings)],
    unreadable: sightings.flatMap(({ unreadable = [] }) => unreadable),
  };
}

/** What a deploy says before it begins: images, and values that only the CDK CLI can look up. */
function refusals(root: string, directory: string): Sighting['findings'] {
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
