import type { Service } from '../../../service-kit/contract.ts';
import { namedBy } from '../../../service-kit/resource-of.ts';
import { appConfigFaults } from '../faults.ts';
import { type AppConfigState, openAppConfigState } from '../state.ts';
import { getLatestConfiguration, startConfigurationSession } from './sessions.ts';
import { appConfigDataShapes } from './shapes.ts';

/** AppConfig Data: how clients read what AppConfig deployed. */
export const appconfigdata: Service<AppConfigState, undefined> = {
  name: 'appconfigdata',
  title: 'AppConfig Data',
  faults: appConfigFaults,
  exploredState: { none: 'tokens come and go, and what is deployed is compared' },
  stateOf: 'appconfig',
  state: openAppConfigState,
  shapes: appConfigDataShapes,
  wording: { code: 'BadRequestException' },
  operations: {
    StartConfigurationSession: startConfigurationSession,
    GetLatestConfiguration: getLatestConfiguration,
  },
  resourceOf: namedBy('ConfigurationProfileIdentifier'),
};
