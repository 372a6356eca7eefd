import type * as Sdk from '@aws-sdk/client-appconfig';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { badRequest } from '../errors.ts';
import type { AppConfigState, Settings } from '../state.ts';

/** https://docs.aws.amazon.com/appconfig/latest/userguide/deletion-protection.html */
const initial: Settings = {
  deletionProtection: { Enabled: false, ProtectionPeriodInMinutes: 60 },
  vendedMetrics: { Enabled: false },
};

const settingsOf = (state: AppConfigState): Settings => state.settings.get('account') ?? initial;

const tell = ({ deletionProtection, vendedMetrics }: Settings): Sdk.AccountSettings => ({
  DeletionProtection: { ...deletionProtection },
  VendedMetrics: { ...vendedMetrics },
});

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetAccountSettings.html */
export const getAccountSettings: Operation<object, Sdk.AccountSettings, AppConfigState> = (state) =>
  tell(settingsOf(state));

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_UpdateAccountSettings.html */
export const updateAccountSettings: Operation<
  Given<Sdk.UpdateAccountSettingsRequest>,
  Sdk.AccountSettings,
  AppConfigState
> = (state, { DeletionProtection = {}, VendedMetrics = {} }) => {
  const former = settingsOf(state);
  const settings = {
    deletionProtection: { ...former.deletionProtection, ...given(DeletionProtection) },
    vendedMetrics: { ...former.vendedMetrics, ...given(VendedMetrics) },
  };
  state.settings.set('account', settings);
  return tell(settings);
};

interface Use {
  readonly check: Sdk.DeletionProtectionCheck | undefined;
  readonly key: string;
}

/** Whether somebody asked for it lately. Throws BadRequestException where that protects it. */
export function assertUnprotected(state: AppConfigState, { check, key }: Use, nowMs: number, what: string): void {
  const { Enabled, ProtectionPeriodInMinutes } = settingsOf(state).deletionProtection;
  if (check === 'BYPASS' || (check !== 'APPLY' && !Enabled)) return;
  const usedMs = state.lastUses.get(key);
  if (usedMs === undefined || nowMs - usedMs > ProtectionPeriodInMinutes * 60_000) return;
  throw badRequest(
    `${what} is protected from deletion because it was used in the last ${ProtectionPeriodInMinutes} minutes.`,
  );
}
