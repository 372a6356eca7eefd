import type { Exploration } from '../exploration.ts';
import { type Found, tellIncomplete } from '../search/searched.ts';
import { groupByCause, tellCause } from './causes.ts';

/**
 * Annotations of a workflow's run, one for each cause; see
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubAnnotations(exploration: Exploration, red: readonly Found[], file: string): string {
  const { name, searched, scenario, faultFree } = exploration;
  const annotation = (title: string, text: string): string =>
    `::error file=${property(file)},title=${property(title)}::${data(text)}\n`;
  const causes = groupByCause(red).map((cause) => {
    const told = cause.cells[0].verdict.violations.map(({ code, what, why }) => `${code}: ${what} ${why ?? ''}`.trim());
    return annotation(
      `${name}: ${tellCause(cause)}`,
      [...told, `npx squall explore ${file} --scenario '${name}' --replay ${cause.cells[0].token}`].join('\n'),
    );
  });
  const whole = faultFree.verdict.violations.map(({ code, what }) =>
    annotation(`${name}: without faults`, `${code}: ${what}`),
  );
  const missing = searched.filter(({ isComplete }) => !isComplete && scenario.allowIncomplete !== true);
  return [...whole, ...causes, ...missing.map((each) => annotation(`${name}: incomplete`, tellIncomplete(each)))].join(
    '',
  );
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
