/** What a regression test is made of. */
export interface RegressionTest {
  /** The file that declares the scenario; the test is written to lie beside it. */
  readonly file: string;
  readonly scenario: string;
  readonly title: string;
  readonly token: string;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A vitest file that runs one plan of a scenario and holds it to be harmless. */
export const regressionTest = ({
  file,
  scenario,
  title,
  token,
}: RegressionTest): string => `import { expect, test } from 'vitest';
import { replay } from 'squall/vitest';

test(${quoted(`${scenario} survives ${title}`)}, async () => {
  const { verdict } = await replay(
    new URL(${quoted(`./${file}`)}, import.meta.url),
    ${quoted(scenario)},
    ${quoted(token)},
  );

  expect(verdict.violations).toEqual([]);
});
`;
