import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { firstScenario } from '../../../explore/first-scenario.ts';
import { paint } from '../../paint.ts';

/** `squall explore --init`: writes a scenario to begin with, and says what to fill in. Throws where there is a file. */
export async function init(file: string, app: string | undefined): Promise<void> {
  if (existsSync(file)) {
    throw new SquallError('InvalidOption', `${file} is there already.`, 'Name another: squall explore --init FILE');
  }
  const { text, todo } = await firstScenario(app);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const lines = [`${paint.green('✓')} ${file}`, 'Fill in:', ...todo.map((each) => `  ${each}`)];
  process.stdout.write(`${[...lines, `Then: npx squall explore ${file}`].join('\n')}\n`);
}
