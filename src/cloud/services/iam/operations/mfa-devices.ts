import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagList } from '../../../service-kit/tags.ts';
import { summarizeUser } from '../entities/describe.ts';
import { findUser, keyOf } from '../entities/entities.ts';
import { areConsecutiveCodes, base32, stepOfCode } from '../entities/time-based-code.ts';
import {
  invalidAuthenticationCode,
  limitExceeded,
  mfaDeviceAssigned,
  mfaDeviceInUse,
  mfaDeviceNotFound,
  mfaDeviceNotOfUser,
  mfaDeviceTaken,
} from '../errors.ts';
import { paginate } from '../paging.ts';
import type { IamState, MfaDevice } from '../state.ts';
import { tagsFrom } from '../tags.ts';
import { callingUserName } from './calling-user.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const devicesPerUserMax = 8;
/** AWS draws the secret as a QR code; the image here is a white point. */
const whitePoint = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
  'base64',
);

/**
 * A device that is nobody's yet; its secret is told now and never again.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html
 */
export const createVirtualMfaDevice: Operation<
  Given<Iam.CreateVirtualMFADeviceRequest>,
  Iam.CreateVirtualMFADeviceResponse,
  IamState
> = (state, input, context) => {
  const serial = `arn:aws:iam::${context.account}:mfa${input.Path ?? '/'}${input.VirtualMFADeviceName}`;
  if (state.mfaDevices.has(serial)) throw mfaDeviceTaken();
  const secret = context.random.bytes(40);
  const tags = tagsFrom(input.Tags);
  state.mfaDevices.set(serial, { serial, secret: Buffer.from(secret).toString('base64'), tags });
  return {
    VirtualMFADevice: {
      SerialNumber: serial,
      Base32StringSeed: new Uint8Array(Buffer.from(base32(secret))),
      QRCodePNG: new Uint8Array(whitePoint),
      ...(input.Tags?.length && { Tags: tagList(tags) }),
    },
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export const deleteVirtualMfaDevice: Operation<Given<Iam.DeleteVirtualMFADeviceRequest>, object, IamState> = (
  state,
  input,
) => {
  const device = find(state, input.SerialNumber);
  if (device.userName !== undefined) throw mfaDeviceInUse();
  state.mfaDevices.delete(device.serial);
  return {};
};

/**
 * Gives a device to a user who has read two codes off it. Throws InvalidAuthenticationCode.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
 */
export const enableMfaDevice: Operation<Given<Iam.EnableMFADeviceRequest>, object, IamState> = (
  state,
  input,
  context,
) => {
  const user = findUser(state, input.UserName);
  const device = find(state, input.SerialNumber);
  if (device.userName !== undefined) throw mfaDeviceAssigned();
  if (devicesOf(state, user.name).length >= devicesPerUserMax) {
    throw limitExceeded(`Cannot exceed quota for MFADevicesPerUser: ${devicesPerUserMax}`);
  }
  assertCodes(device, input, context);
  state.mfaDevices.set(device.serial, { ...device, userName: user.name, enabledMs: context.clock.now() });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html */
export const deactivateMfaDevice: Operation<Given<Iam.DeactivateMFADeviceRequest>, object, IamState> = (
  state,
  input,
  context,
) => {
  const { userName: _user, enabledMs: _enabled, ...device } = deviceOf(state, input, context);
  state.mfaDevices.set(device.serial, device);
  return {};
};

/** The clock of a device was set right; https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html */
export const resyncMfaDevice: Operation<Given<Iam.ResyncMFADeviceRequest>, object, IamState> = (
  state,
  input,
  context,
) => {
  assertCodes(deviceOf(state, input, context), input, context);
  return {};
};

/** Whose device it shall be, and what it shows. */
interface VerifyMfaCodeRequest {
  readonly SerialNumber: string;
  readonly UserName: string;
  readonly Code: string;
}

/**
 * Whether a user's device shows the code, each of which is good once. Ours, for STS: AWS has no such operation. Throws
 * NoSuchEntity for a device that is not the user's, InvalidAuthenticationCode for another code.
 */
export const verifyMfaCode: Operation<VerifyMfaCodeRequest, object, IamState> = (state, input, { clock }) => {
  const device = find(state, input.SerialNumber);
  if (keyOf(device.userName ?? '') !== keyOf(input.UserName)) throw mfaDeviceNotOfUser();
  const usedStep = stepOfCode(Buffer.from(device.secret, 'base64'), input.Code, clock.now(), device.usedStep);
  if (usedStep === undefined) throw invalidAuthenticationCode();
  state.mfaDevices.set(device.serial, { ...device, usedStep });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMfaDevices: Operation<Given<Iam.ListMFADevicesRequest>, Iam.ListMFADevicesResponse, IamState> = (
  state,
  input,
  { caller },
) => {
  const user = findUser(state, input.UserName ?? callingUserName(caller));
  const { items, page } = paginate(devicesOf(state, user.name), input, ({ serial }) => serial);
  const MFADevices = items.map(({ serial, enabledMs = 0 }) => ({
    UserName: user.name,
    SerialNumber: serial,
    EnableDate: new Date(enabledMs),
  }));
  return { MFADevices, ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const listVirtualMfaDevices: Operation<
  Given<Iam.ListVirtualMFADevicesRequest>,
  Iam.ListVirtualMFADevicesResponse,
  IamState
> = (state, { AssignmentStatus: status = 'Any', ...input }) => {
  const devices = [...state.mfaDevices.values()].filter(
    ({ userName }) => status === 'Any' || (status === 'Assigned') === (userName !== undefined),
  );
  const { items, page } = paginate(devices, input, ({ serial }) => serial);
  return { VirtualMFADevices: items.map((device) => describe(state, device)), ...page };
};

/** The devices that a user has to log in with. */
export const devicesOf = (state: IamState, user: string): MfaDevice[] =>
  [...state.mfaDevices.values()].filter(({ userName }) => userName === user);

function describe(state: IamState, { serial, userName, enabledMs }: MfaDevice): Iam.VirtualMFADevice {
  const user = userName === undefined ? undefined : state.users.get(keyOf(userName));
  return {
    SerialNumber: serial,
    ...(user && { User: summarizeUser(user) }),
    ...(enabledMs !== undefined && { EnableDate: new Date(enabledMs) }),
  };
}

const find = (state: IamState, serial: string): MfaDevice =>
  state.mfaDevices.get(serial) ?? raise(mfaDeviceNotFound(serial));

interface NamesDevice {
  readonly UserName?: string | undefined;
  readonly SerialNumber: string;
}

function deviceOf(state: IamState, { UserName, SerialNumber }: NamesDevice, { caller }: Context): MfaDevice {
  const user = findUser(state, UserName ?? callingUserName(caller));
  const device = find(state, SerialNumber);
  return device.userName === user.name ? device : raise(mfaDeviceNotOfUser());
}

interface Codes {
  readonly AuthenticationCode1: string;
  readonly AuthenticationCode2: string;
}

function assertCodes({ secret }: MfaDevice, input: Codes, { clock }: Context): void {
  const codes = [input.AuthenticationCode1, input.AuthenticationCode2] as const;
  if (!areConsecutiveCodes(Buffer.from(secret, 'base64'), codes, clock.now())) throw invalidAuthenticationCode();
}
