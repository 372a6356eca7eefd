import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Checked, checkProject } from '../check-project.ts';

/** Files by their paths, as a project that is gone when it has been used. */
export async function inProject<T>(
  files: Readonly<Record<string, string>>,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'squall-check-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What is said of a project of these files. */
export const checkFiles = (files: Readonly<Record<string, string>>): Promise<Checked> =>
  inProject(files, (directory) => checkProject(directory, { isSynthesizing: false }));

/** Findings as lines, without those of one kind where it is named: `a.yaml:3 refused AWS::X::Y: why`. */
export const linesOf = ({ findings }: Checked, without?: string): string[] =>
  findings
    .filter(({ verdict }) => verdict !== without)
    .map(
      ({ file, line, verdict, what, reason }) =>
        `${file}:${line} ${verdict} ${what}${reason === undefined ? '' : `: ${reason}`}`,
    );
