import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { commandHelp, overview } from './help.ts';
import { commands } from './run-command.ts';

const guide = readFileSync('docs/cli.md', 'utf8');

describe('docs/cli.md', () => {
  it('shows the overview as `squall --help` prints it', () => {
    expect(guide).toContain(block(overview(commands)));
  });

  it.each(Object.keys(commands))('shows the help of %s as the command line prints it', async (name) => {
    const command = await commands[name]?.load();

    expect(guide).toContain(block(command ? commandHelp(name, command) : 'no such command'));
  });
});

const block = (help: string): string => `\`\`\`text\n${stripVTControlCharacters(help)}\n\`\`\``;
