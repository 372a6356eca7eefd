import { writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { AcceptedFindings } from '../../explore/accepted-findings.ts';
import { Exploration } from '../../explore/exploration.ts';
import { firstScenarioFile } from '../../explore/first-scenario-file.ts';
import { loadScenarios } from '../../explore/load-file.ts';
import type { Declared } from '../../explore/registry.ts';
import { groupByCause, tellCause } from '../../explore/report/causes.ts';
import { explain } from '../../explore/report/explain.ts';
import { summarize } from '../../explore/report/json.ts';
import { makeReport } from '../../explore/report/make-report.ts';
import { matrixOf } from '../../explore/report/matrix.ts';
import { renderMatrix } from '../../explore/report/terminal.ts';
import { regressionTest } from '../../explore/report/write-test.ts';
import { missingOf } from '../../explore/run/missing.ts';
import type { Scenario } from '../../explore/scenario.ts';
import { type Command, type FlagValues, text } from '../command.ts';
import { paint } from '../paint.ts';
import { counter } from '../progress.ts';
import { elsewhereFlags, endpointOptions, exploreElsewhere } from './explore/elsewhere.ts';
import { exploreAll, type Findings } from './explore/explore-all.ts';
import { init } from './explore/init.ts';
import { Reporters } from './explore/reporters.ts';

/** `squall explore`: every call × every failure of the scenarios in a file, without vitest. */
export const explore: Command = {
  summary: 'make every call of a scenario fail in every way, and judge each run',
  usage: 'explore FILE [options]',
  positionalsMax: 1,
  flags: {
    init: { type: 'boolean', help: 'write a first scenario for the app at hand to FILE' },
    app: { type: 'string', value: 'APP', help: 'for --init: the app (default: what cdk.json says)' },
    scenario: { type: 'string', value: 'NAME', help: 'one of the scenarios in the file (default: all)' },
    filter: { type: 'string', value: 'TEXT', help: 'only cells whose title contains it: "lost @ ddb"' },
    depth: { type: 'string', value: 'N', help: '2 explores pairs of faults as well' },
    budget: { type: 'string', value: 'N|TIME', help: 'plans for pairs and for orders: 500; or a time cap: 60s' },
    'allow-incomplete': { type: 'boolean', help: 'pairs and orders that the budget cut short do not fail' },
    random: {
      type: 'string',
      value: 'N',
      help: 'N random plans of up to six faults, each shrunk when it finds something',
    },
    replay: { type: 'string', value: 'TOKEN', help: 'run the plan of a token and print its timeline' },
    'write-test': { type: 'boolean', help: 'print a regression test for --replay, or for the first red cell' },
    accept: { type: 'string', value: 'TITLE', help: 'accept a finding; needs --reason' },
    reason: { type: 'string', value: 'TEXT', help: 'why it is accepted' },
    html: { type: 'string', value: 'PATH', help: 'write the report as one page' },
    all: { type: 'boolean', help: 'explain every red cell, not only the first three' },
    reporter: { type: 'string', value: 'NAME', help: 'junit=FILE, github, agent; several with commas' },
    ...elsewhereFlags,
    json: { type: 'boolean', help: 'for programs: JSON on standard output' },
  },
  examples: [
    'squall explore test/place-order.test.ts',
    'squall explore test/place-order.test.ts --depth 2 --budget 500 --html report.html',
    "squall explore test/place-order.test.ts --filter 'lost @'",
    'squall explore test/place-order.test.ts --replay r1:eyJm… --write-test',
    'squall explore test/place-order.test.ts --endpoint http://127.0.0.1:4566 --empty',
    "squall explore test/place-order.test.ts --accept 'hang @ http.POST(api.test/charges)#1' --reason 'ADR-7'",
  ],
  async run([file], flags) {
    if (flags.init === true) {
      await init(file ?? firstScenarioFile(), text(flags.app));
      return 0;
    }
    if (file === undefined) {
      throw new SquallError(
        'InvalidOption',
        'Which file declares the scenario?',
        'squall explore test/place-order.test.ts',
      );
    }
    let isRed = false;
    const reporters = new Reporters(text(flags.reporter));
    for (const declared of await chosen(file, text(flags.scenario))) {
      const elsewhere = endpointOptions(declared.scenario, flags);
      if (elsewhere) {
        isRed = (await exploreElsewhere(declared, file, elsewhere, flags)) || isRed;
        continue;
      }
      const scenario = { ...declared.scenario, ...overrides(flags) };
      await using exploration = await Exploration.open(declared.name, scenario, {
        directory: dirname(resolve(file)),
        file: resolve(file),
      });
      isRed = (await one(exploration, file, flags, reporters)) || isRed;
    }
    return isRed ? 1 : 0;
  },
};

async function chosen(file: string, name: string | undefined): Promise<Declared[]> {
  const declared = await loadScenarios(file);
  const wanted = name === undefined ? declared : declared.filter((each) => each.name === name);
  if (wanted.length > 0) return wanted;
  const known = declared.map((each) => each.name).join(', ');
  throw new SquallError('NotFound', `${file} declares no scenario “${name}”.`, `It declares: ${known}.`);
}

function overrides(flags: FlagValues): Pick<Scenario, 'depth' | 'budget' | 'allowIncomplete'> {
  const depth = text(flags.depth);
  if (depth !== undefined && depth !== '1' && depth !== '2') {
    throw new SquallError(
      'InvalidOption',
      `--depth ${depth} is not a depth.`,
      'One fault at a time is --depth 1, pairs are --depth 2.',
    );
  }
  const budget = text(flags.budget);
  return {
    ...(depth && { depth: depth === '2' ? 2 : 1 }),
    ...(budget !== undefined && { budget: /^\d+$/.test(budget) ? Number(budget) : budget }),
    ...(flags['allow-incomplete'] === true && { allowIncomplete: true }),
  };
}

/** Explores one scenario as the flags say; answers whether anything is red that may not be. */
async function one(exploration: Exploration, file: string, flags: FlagValues, reporters: Reporters): Promise<boolean> {
  const token = text(flags.replay);
  if (token !== undefined) return replayed(exploration, file, token, flags);
  const acceptedFindings = new AcceptedFindings(dirname(resolve(file)), exploration);
  const progress = counter(flags.json !== true && !reporters.isAgent, exploration.name);
  const findings = await exploreAll(exploration, { filter: text(flags.filter), random: text(flags.random), progress });
  progress.done();
  const accept = text(flags.accept);
  if (accept !== undefined) return accepted(exploration, acceptedFindings, accept, text(flags.reason) ?? '');
  const matrix = matrixOf(exploration, (result) => acceptedFindings.reasonOf(result));
  const html = text(flags.html);
  if (html !== undefined) writeFileSync(html, await makeReport(exploration, matrix, { file }));
  const red = findings.broken.filter(
    (each) => !each.cell || acceptedFindings.reasonOf({ title: each.title, cell: each.cell }) === undefined,
  );
  if (flags.json) process.stdout.write(`${JSON.stringify(summarize(exploration, matrix, findings))}\n`);
  else if (!reporters.isAgent)
    process.stdout.write(page({ exploration, matrix, findings, red, file, html, all: flags.all === true }));
  const acceptedAs = (title: string) => {
    const result = exploration.results.find((each) => each.title === title);
    return result && acceptedFindings.reasonOf(result);
  };
  reporters.report({ exploration, red, file, acceptedAs });
  const first = groupByCause(red)[0]?.cells[0];
  if (flags['write-test'] && first) process.stdout.write(`\n${regressionTest(testOf(exploration, file, first))}`);
  return red.length > 0 || findings.isIncomplete || exploration.faultFree.verdict.violations.length > 0;
}

interface Page {
  readonly exploration: Exploration;
  readonly matrix: ReturnType<typeof matrixOf>;
  readonly findings: Findings;
  readonly red: Findings['broken'];
  readonly file: string;
  readonly html: string | undefined;
  readonly all: boolean;
}

const explainedMax = 3;

function page({ exploration, matrix, findings, red, file, html, all }: Page): string {
  const causes = groupByCause(red);
  const shown = all ? red : causes.slice(0, explainedMax).map(({ cells }) => cells[0]);
  const told = shown.map((each) => explain(each.title, each).replace('<file>', file));
  const rest = red.length - told.length;
  const faultFree = exploration.faultFree.verdict.violations.map(({ code, what }) =>
    paint.red(`✗ without faults   ${code}: ${what}`),
  );
  return [
    renderMatrix(matrix, process.stdout.isTTY === true || process.env.FORCE_COLOR !== undefined),
    ...findings.notes,
    ...faultFree,
    ...causes.map((cause) => paint.red(`✗ ${tellCause(cause)}`)),
    ...(told.length > 0 ? ['', ...told] : []),
    ...(rest > 0 ? [paint.dim(`and ${rest} more: --all explains them, --html report.html shows them`)] : []),
    ...(html === undefined ? [] : [`report: ${html}`]),
    '',
  ].join('\n');
}

async function replayed(exploration: Exploration, file: string, token: string, flags: FlagValues): Promise<boolean> {
  const { run, verdict, hasDrifted } = await exploration.replay(token);
  const title =
    run.plan.faults.map(({ point, kind }) => `${kind} @ ${exploration.display(point)}`).join(' + ') ||
    (run.plan.input ? 'no fault' : 'an order of calls');
  if (flags['write-test']) {
    process.stdout.write(regressionTest(testOf(exploration, file, { title, token })));
    return false;
  }
  if (flags.json) process.stdout.write(`${JSON.stringify({ title, verdict, hasDrifted, outcomes: run.outcomes })}\n`);
  else {
    const drift = hasDrifted
      ? paint.yellow('The code has changed since this token was made: the run is not the same.\n')
      : '';
    const missing = missingOf(run, exploration.display).map((what) => paint.yellow(`It proves nothing: ${what}.\n`));
    process.stdout.write(
      `${missing.join('')}${drift}${explain(title, { run, verdict, token }).replace('<file>', file)}\n`,
    );
  }
  return verdict.grade === 'broken' || missingOf(run, exploration.display).length > 0;
}

function accepted(
  exploration: Exploration,
  acceptedFindings: AcceptedFindings,
  title: string,
  reason: string,
): boolean {
  const result = exploration.results.find((each) => each.title === title);
  if (!result) {
    const red = exploration.results.filter(({ verdict }) => verdict.grade === 'broken').map((each) => each.title);
    throw new SquallError(
      'NotFound',
      `There is no cell “${title}”.`,
      red.length > 0 ? `Red cells: ${red.join('; ')}.` : 'Nothing is red.',
    );
  }
  if (result.verdict.grade !== 'broken') {
    throw new SquallError('InvalidOption', `“${title}” is not red.`, 'Only what is broken needs to be accepted.');
  }
  acceptedFindings.accept(title, result.verdict.violations[0]?.code ?? '', reason);
  process.stdout.write(`${paint.green('✓')} accepted in ${relative(process.cwd(), acceptedFindings.path)}\n`);
  return false;
}

const testOf = (
  exploration: Exploration,
  file: string,
  { title, token }: { readonly title: string; readonly token: string },
) => ({
  file: basename(file),
  scenario: exploration.name,
  title,
  token,
  tookMs: exploration.openedInMs,
});
