import type { ExportResponse, RestApi } from '@aws-sdk/client-api-gateway';
import { Clock } from '../../../../kernel/clock.ts';
import { Random } from '../../../../kernel/random.ts';
import { World } from '../../../../kernel/world.ts';
import type { Context } from '../../../../service-kit/contract.ts';
import { getExport } from '../../operations/exports.ts';
import { importRestApi } from '../../operations/import-rest-api.ts';
import { childKey, currentConfiguration, type RestApiState, restApiState, serviceName } from '../../state.ts';

/** REST APIs without a server: one is made of each definition and served at once, in the stage `prod`. */
export interface ImportAlone {
  readonly state: RestApiState;
  readonly importApi: (definition: string | object, parameters?: Record<string, string>) => Promise<string>;
  readonly exportApi: (restApiId: string, exportType: 'swagger' | 'oas30', extensions?: string) => Promise<string>;
}

export function importAlone(): ImportAlone {
  const state = restApiState(new World().scope(serviceName, '000000000000', 'us-east-1'));
  const context = {
    account: '000000000000',
    region: 'us-east-1',
    clock: new Clock({ virtual: true, startMs: 0 }),
    random: new Random(1),
  } as unknown as Context;
  const importApi = async (definition: string | object, parameters: Record<string, string> = {}): Promise<string> => {
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    const { id = '' }: RestApi = await importRestApi(state, { body: Buffer.from(text), parameters }, context);
    const api = state.restApis.get(id);
    if (!api) throw new Error('an import left no API');
    const frozen = currentConfiguration(state, api);
    state.deployments.set(childKey(id, 'd'), { id: 'd', frozen });
    state.stages.set(childKey(id, 'prod'), { stageName: 'prod', deploymentId: 'd' });
    return id;
  };
  const exportApi = async (
    restApiId: string,
    exportType: 'swagger' | 'oas30',
    extensions = 'apigateway',
  ): Promise<string> => {
    const input = { restApiId, stageName: 'prod', exportType, parameters: { extensions } };
    const { body }: ExportResponse = await getExport(state, input, context);
    return Buffer.from(body ?? []).toString();
  };
  return { state, importApi, exportApi };
}
