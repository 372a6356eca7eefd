import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storedOnlyLines } from './stored-only.ts';

it('names once each setting of an app that has no effect here', () => {
  const directory = mkdtempSync(join(tmpdir(), 'squall-stored-only-'));
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { Inventory: [], Versioning: {} } };
  const write = (name: string, contents: object) => writeFileSync(join(directory, name), JSON.stringify(contents));
  write('A.json', { Resources: { One: bucket, Two: bucket, Role: { Type: 'AWS::IAM::Role' } } });
  write('manifest.json', {
    artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } } },
  });

  const lines = storedOnlyLines(directory, { 'AWS::S3::Bucket.Inventory': 'nobody lists here' });
  const none = storedOnlyLines(directory, {});

  rmSync(directory, { recursive: true });
  expect(lines).toEqual(['Kept, and without effect here:', '  AWS::S3::Bucket.Inventory: nobody lists here']);
  expect(none).toEqual([]);
});
