import { execFileSync } from 'node:child_process';

/** Whether Python is here with these modules; says loudly which suite is not run for want of it. */
export function hasPython(suite: string, ...modules: readonly string[]): boolean {
  const program = modules.length === 0 ? '' : `import ${modules.join(', ')}`;
  try {
    execFileSync('python3', ['-c', program], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`!! NO PYTHON: ${suite} was NOT run, as it needs ${['python3', ...modules].join(' with ')}.`);
    return false;
  }
}
