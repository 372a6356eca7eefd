import type {
  CheckIfPhoneNumberIsOptedOutInput,
  CheckIfPhoneNumberIsOptedOutResponse,
  CreateSMSSandboxPhoneNumberInput,
  DeleteSMSSandboxPhoneNumberInput,
  GetSMSAttributesInput,
  GetSMSAttributesResponse,
  GetSMSSandboxAccountStatusResult,
  ListOriginationNumbersResult,
  ListPhoneNumbersOptedOutResponse,
  ListSMSSandboxPhoneNumbersResult,
  OptInPhoneNumberInput,
  SetSMSAttributesInput,
  VerifySMSSandboxPhoneNumberInput,
} from '@aws-sdk/client-sns';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import type { SnsOperation } from '../operation.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { isPhoneNumber } from '../subscriptions/endpoints.ts';

const attributeNames = [
  'DefaultSMSType',
  'DefaultSenderID',
  'DeliveryStatusIAMRole',
  'DeliveryStatusSuccessSamplingRate',
  'MonthlySpendLimit',
  'UsageReportS3Bucket',
];
/** Everybody's in the sandbox. */
const spendLimit = '1';

/** An empty value takes a setting back. https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html */
export const setSmsAttributes: SnsOperation<SetSMSAttributesInput> = (state, { attributes }) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (!attributeNames.includes(name)) throw invalidParameter(`${name} is not a valid attribute`);
    if (name === 'DefaultSMSType' && value !== '' && value !== 'Promotional' && value !== 'Transactional') {
      throw invalidParameter('DefaultSMSType is invalid');
    }
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (value === '') state.smsAttributes.delete(name);
    else state.smsAttributes.set(name, value);
  }
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html */
export const getSmsAttributes: SnsOperation<GetSMSAttributesInput, GetSMSAttributesResponse> = (state, input) => {
  const all = { MonthlySpendLimit: spendLimit, ...Object.fromEntries(state.smsAttributes.entries()) };
  const names = input.attributes ?? [];
  const entries = Object.entries(all).filter(([name]) => names.length === 0 || names.includes(name));
  return { attributes: Object.fromEntries(entries) };
};

/** https://docs.aws.amazon.com/sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html */
export const checkIfPhoneNumberIsOptedOut: SnsOperation<
  CheckIfPhoneNumberIsOptedOutInput,
  CheckIfPhoneNumberIsOptedOutResponse
> = (state, { phoneNumber }) => ({ isOptedOut: state.optedOut.has(checkedNumber(phoneNumber)) });

/** https://docs.aws.amazon.com/sns/latest/api/API_ListPhoneNumbersOptedOut.html */
export const listPhoneNumbersOptedOut: SnsOperation<object, ListPhoneNumbersOptedOutResponse> = (state) => ({
  phoneNumbers: [...state.optedOut.keys()],
});

/** https://docs.aws.amazon.com/sns/latest/api/API_OptInPhoneNumber.html */
export const optInPhoneNumber: SnsOperation<OptInPhoneNumberInput> = (state, { phoneNumber }) => {
  state.optedOut.delete(checkedNumber(phoneNumber));
  return {};
};

/** There are none: nothing can be sent from here. https://docs.aws.amazon.com/sns/latest/api/API_ListOriginationNumbers.html */
export const listOriginationNumbers: SnsOperation<object, ListOriginationNumbersResult> = () => ({ PhoneNumbers: [] });

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSMSSandboxAccountStatus.html */
export const getSmsSandboxAccountStatus: SnsOperation<object, GetSMSSandboxAccountStatusResult> = () => ({
  IsInSandbox: true,
});

/** The password goes to the outbox. https://docs.aws.amazon.com/sns/latest/api/API_CreateSMSSandboxPhoneNumber.html */
export const createSmsSandboxPhoneNumber: SnsOperation<CreateSMSSandboxPhoneNumberInput> = (
  state,
  { PhoneNumber },
  context,
) => {
  const number = checkedNumber(PhoneNumber);
  state.sandboxNumbers.set(number, { number, status: 'Pending' });
  const body = `Your AWS verification code is ${passwordOf(number)}.`;
  addToOutbox(state, { protocol: 'sms', endpoint: number, messageId: context.random.uuid(), body }, context);
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_VerifySMSSandboxPhoneNumber.html */
export const verifySmsSandboxPhoneNumber: SnsOperation<VerifySMSSandboxPhoneNumberInput> = (
  state,
  { PhoneNumber, OneTimePassword },
) => {
  const found = state.sandboxNumbers.get(PhoneNumber) ?? raise(resourceNotFound());
  if (OneTimePassword !== passwordOf(PhoneNumber)) {
    throw new AwsError('VerificationException', 'The one-time password (OTP) is not valid', { status: 400 });
  }
  state.sandboxNumbers.set(PhoneNumber, { ...found, status: 'Verified' });
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_DeleteSMSSandboxPhoneNumber.html */
export const deleteSmsSandboxPhoneNumber: SnsOperation<DeleteSMSSandboxPhoneNumberInput> = (state, { PhoneNumber }) => {
  if (!state.sandboxNumbers.delete(PhoneNumber)) throw resourceNotFound();
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSMSSandboxPhoneNumbers.html */
export const listSmsSandboxPhoneNumbers: SnsOperation<object, ListSMSSandboxPhoneNumbersResult> = (state) => ({
  PhoneNumbers: [...state.sandboxNumbers.values()].map(({ number, status }) => ({
    PhoneNumber: number,
    Status: status,
  })),
});

function checkedNumber(number: string): string {
  if (isPhoneNumber(number)) return number;
  throw invalidParameter(`PhoneNumber Reason: input incorrectly formatted`);
}

/** Six digits that belong to the number, so that tests may know them. */
const passwordOf = (number: string): string => number.replace(/\D/g, '').slice(-6).padStart(6, '0');
