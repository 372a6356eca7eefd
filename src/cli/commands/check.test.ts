import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inProject } from '../check/testing/check-files.ts';
import { runCommand } from '../run-command.ts';

afterEach(() => vi.restoreAllMocks());

/** What the command prints of a project of one file, and its exit code. */
async function run(text: string, ...flags: string[]): Promise<{ code: number; said: string }> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const code = await inProject({ 'template.yaml': text }, (directory) =>
    runCommand(['check', join(directory, 'template.yaml'), ...flags]),
  );
  const said = stripVTControlCharacters(write.mock.calls.map(([line]) => String(line)).join(''));
  write.mockRestore();
  return { code, said };
}

const good = 'Resources:\n  Q: { Type: AWS::SQS::Queue, Properties: { QueueName: a } }\n';
const bad = `${good}  T: { Type: AWS::IoT::Thing }\n`;

describe('squall check', () => {
  it('ends with 0 where everything is here, and says so', async () => {
    expect(await run(good)).toEqual({
      code: 0,
      said: [
        '                 emulated  stored only      refused      unknown',
        'resources               1            0            0            0',
        'properties              1            0            0            0',
        '',
        '✓ All 2 things that the project uses are here.',
        '',
      ].join('\n'),
    });
  });

  it('ends with 1 where something is refused: a line for each, what is here by --all alone', async () => {
    const { code, said } = await run(bad);

    expect(code).toBe(1);
    expect(said).toMatch(/^template.yaml:3 {2}refused {2}AWS::IoT::Thing \(T\): nothing of AWS::IoT is emulated\n\n/);
    expect(said).toMatch(/\n✗ 1 of 3 things would fail on Squall.\n$/);
    expect((await run(bad, '--all')).said).toContain('template.yaml:2  emulated  AWS::SQS::Queue (Q)\n');
  });

  it('ends with 2 where a file cannot be read, with its line', async () => {
    const { code, said } = await run(`${good}   T: {\n`);

    expect(code).toBe(2);
    expect(said).toMatch(/^template.yaml:3 {2}unreadable {2}This is no YAML: .*\n {4}T: \{\n/);
  });

  it('ends with 2 where there is no such path', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

    expect(await runCommand(['check', 'no-such-directory'])).toBe(2);
    expect(write.mock.calls.join('')).toMatch(/There is no .*no-such-directory/);
  });

  it('prints JSON for programs: all findings, what cannot be read, and notes', async () => {
    const { code, said } = await run(bad, '--json');

    expect(code).toBe(1);
    expect(JSON.parse(said)).toEqual({
      summary: { emulated: 2, 'stored only': 0, refused: 1, unknown: 0 },
      findings: [
        {
          subject: 'resource',
          what: 'AWS::SQS::Queue',
          name: 'Q',
          file: 'template.yaml',
          line: 2,
          verdict: 'emulated',
        },
        {
          subject: 'property',
          what: 'AWS::SQS::Queue.QueueName',
          name: 'Q',
          file: 'template.yaml',
          line: 2,
          verdict: 'emulated',
        },
        {
          subject: 'resource',
          what: 'AWS::IoT::Thing',
          name: 'T',
          file: 'template.yaml',
          line: 3,
          verdict: 'refused',
          reason: 'nothing of AWS::IoT is emulated',
        },
      ],
      unreadable: [],
      notes: [],
    });
  });
});
