import { writeFileSync } from 'node:fs';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import type { Exploration } from '../../../explore/exploration.ts';
import { agentReport } from '../../../explore/report/agent.ts';
import { githubAnnotations } from '../../../explore/report/github.ts';
import { junitFile, junitSuite } from '../../../explore/report/junit.ts';
import type { Found } from '../../../explore/search/searched.ts';

/** An exploration with what is red of it and may not be. */
interface Reported {
  readonly exploration: Exploration;
  readonly red: readonly Found[];
  readonly file: string;
  acceptedAs(title: string): string | undefined;
}

/** Who is told beside, or in place of, the person at the terminal: `--reporter junit=FILE,github`. */
export class Reporters {
  /** Nothing but the agent's JSON may be on standard output. */
  readonly isAgent: boolean;
  readonly #junitPath: string | undefined;
  readonly #isGithub: boolean;
  readonly #suites: string[] = [];

  /** Throws `SquallError` for reporters that there are not. */
  constructor(wanted: string | undefined) {
    const names = wanted?.split(',').map((name) => name.trim()) ?? [];
    for (const name of names) {
      if (name === 'agent' || name === 'github' || /^junit=./.test(name)) continue;
      throw new SquallError(
        'InvalidOption',
        `--reporter ${name} is no reporter.`,
        'There are junit=FILE, github and agent; several are separated by commas.',
      );
    }
    this.isAgent = names.includes('agent');
    this.#isGithub = names.includes('github');
    this.#junitPath = names.find((name) => name.startsWith('junit='))?.slice('junit='.length);
  }

  report({ exploration, red, file, acceptedAs }: Reported): void {
    if (this.isAgent) process.stdout.write(`${JSON.stringify(agentReport(exploration, red, file))}\n`);
    if (this.#isGithub) process.stdout.write(githubAnnotations(exploration, red, file));
    if (this.#junitPath === undefined) return;
    this.#suites.push(junitSuite(exploration, acceptedAs));
    writeFileSync(this.#junitPath, junitFile(this.#suites));
  }
}
