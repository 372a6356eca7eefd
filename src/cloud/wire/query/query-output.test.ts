import { describe, expect, it } from 'vitest';
import type { OperationModel } from '../model/model.ts';
import { modelOf } from '../model/models.ts';
import { writeQueryOutput } from './query-output.ts';

const model = modelOf('cloudformation');
const answerOf = (operation: string) =>
  writeQueryOutput(model, model.operations.get(operation) as OperationModel, {}, 'r');

describe('writeQueryOutput', () => {
  it('writes a result without members, which botocore insists on', () => {
    expect(answerOf('ExecuteChangeSet')).toContain('<ExecuteChangeSetResult/>');
  });

  it('writes none for what has no result', () => {
    expect(answerOf('DeleteStack')).not.toContain('Result');
  });
});
