import type { ApiKeyIds, ImportApiKeysRequest } from '@aws-sdk/client-api-gateway';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { thisSecond } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { type ApiKeyRecord, childKey, type RestApiState } from '../state.ts';
import { assertKeyValue, findApiKeyByValue } from './api-keys.ts';
import { addKeyToPlan } from './usage-plan-keys.ts';

/** One line of the file, by the lower-case names of its columns. */
type Row = ReadonlyMap<string, string>;

/**
 * Keys of a CSV file; what is wrong with a line is a warning, unless the caller wants none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html
 */
export const importApiKeys: Operation<Given<ImportApiKeysRequest>, ApiKeyIds, RestApiState> = (
  state,
  { body, format, failOnWarnings = false },
  context,
) => {
  if (format !== 'csv') throw badRequest(`Invalid format specified: ${format}`);
  const rows = readRows(Buffer.from(body).toString('utf8'));
  return context.kernel.world.attempt(() => {
    const ids: string[] = [];
    const warnings: string[] = [];
    for (const [index, row] of rows.entries()) {
      try {
        const { id } = keepKey(state, row, context);
        ids.push(id);
        joinPlans(state, row, id);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        warnings.push(`Line ${index + 2}: ${error.message}`);
      }
    }
    if (failOnWarnings && warnings.length > 0) {
      throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`);
    }
    return { ids, warnings };
  });
};

/** Two keys are the same if their values are: then the file counts. */
function keepKey(state: RestApiState, row: Row, context: Context): ApiKeyRecord {
  const value = row.get('key') ?? '';
  assertKeyValue(value);
  const known = findApiKeyByValue(state, value);
  const now = thisSecond(context);
  const key: ApiKeyRecord = {
    ...(known ?? { id: context.random.text(10), value, createdDate: now, stageKeys: [] }),
    name: row.get('name') ?? '',
    description: row.get('description') ?? '',
    enabled: (row.get('enabled') || 'true').toLowerCase() === 'true',
    lastUpdatedDate: now,
  };
  state.apiKeys.set(key.id, key);
  return key;
}

function joinPlans(state: RestApiState, row: Row, keyId: string): void {
  for (const planId of (row.get('usageplanids') ?? '').split(',').map((id) => id.trim())) {
    if (planId !== '' && !state.usagePlanKeys.has(childKey(planId, keyId))) addKeyToPlan(state, planId, keyId);
  }
}

function readRows(text: string): Row[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = readCells(header).map((name) => name.toLowerCase());
  if (!columns.includes('name') || !columns.includes('key')) {
    throw badRequest('API Key import file must contain the columns Name and Key');
  }
  return lines.map((line) => {
    const cells = readCells(line);
    return new Map(columns.map((name, index) => [name, cells[index] ?? '']));
  });
}

/** Cells may be in double or single quotes, and have commas then. */
const readCells = (line: string): string[] =>
  Array.from(`,${line}`.matchAll(/,\s*(?:"((?:[^"]|"")*)"|'([^']*)'|([^,]*))/g), ([, double, single, plain]) =>
    (double?.replaceAll('""', '"') ?? single ?? plain ?? '').trim(),
  );
