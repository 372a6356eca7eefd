/** What a regression test is made of. */
export interface RegressionTest {
  /** The file that declares the scenario; the test is written to lie beside it. */
  readonly file: string;
  readonly scenario: string;
  readonly title: string;
  readonly token: string;
  /** How long it took to get ready and to run the plan here, in milliseconds. */
  readonly tookMs: number;
}

/** Other machines are slower, and run other tests at the same time. */
const slowness = 10;
const stepMs = 30_000;

/** In whole half minutes, so that the same test is written twice alike. */
const timeoutOf = (tookMs: number): string =>
  String(Math.max(2, Math.ceil((tookMs * slowness) / stepMs)) * stepMs).replace(/000$/, '_000');

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A vitest file that runs one plan of a scenario and holds it to be harmless. */
export const regressionTest = ({
  file,
  scenario,
  title,
  token,
  tookMs,
}: RegressionTest): string => `import { expect, test } from 'vitest';
import { replay } from 'squall/vitest';

test(${quoted(`${scenario} survives ${title}`)}, { timeout: ${timeoutOf(tookMs)} }, async () => {
  const { verdict } = await replay(
    new URL(${quoted(`./${file}`)}, import.meta.url),
    ${quoted(scenario)},
    ${quoted(token)},
  );

  expect(verdict.violations).toEqual([]);
});
`;
