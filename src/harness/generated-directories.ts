/** Directories that tools write: a change in them is no change of the project, and no reason to synthesize again. */
export const generatedDirectories: ReadonlySet<string> = new Set(['node_modules', 'cdk.out', 'dist', 'coverage']);
