import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  CreateSMSSandboxPhoneNumberCommand,
  CreateTopicCommand,
  DeleteEndpointCommand,
  DeletePlatformApplicationCommand,
  DeleteSMSSandboxPhoneNumberCommand,
  GetDataProtectionPolicyCommand,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListOriginationNumbersCommand,
  ListPhoneNumbersOptedOutCommand,
  ListPlatformApplicationsCommand,
  ListSMSSandboxPhoneNumbersCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetPlatformApplicationAttributesCommand,
  SetSMSAttributesCommand,
  SNSClient,
  SubscribeCommand,
  VerifySMSSandboxPhoneNumberCommand,
} from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let sns: SNSClient;
beforeEach(() => {
  sns = target.client(SNSClient);
});

interface Sent {
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject?: string;
  readonly body: string;
}

/** What was sent to people and phones. */
async function outbox(query = ''): Promise<readonly Sent[]> {
  const answer = await fetch(`${target.cloud.endpoint}/_squall/sns/outbox?${query}`);
  return ((await answer.json()) as { readonly messages: readonly Sent[] }).messages;
}

const invalid = (text: string) => ({ name: 'InvalidParameterException', message: `Invalid parameter: ${text}` });

describe('phones', () => {
  it('get messages by their number, and by topics', async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+14155550100' }));

    await sns.send(new PublishCommand({ PhoneNumber: '+14155550199', Message: 'direct' }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'by topic' }));
    await target.cloud.clock.advance(1);

    expect(await outbox()).toMatchObject([
      { protocol: 'sms', endpoint: '+14155550199', body: 'direct' },
      { protocol: 'sms', endpoint: '+14155550100', body: 'by topic' },
    ]);
    expect(await outbox('endpoint=%2B14155550199')).toHaveLength(1);
    await expect(sns.send(new PublishCommand({ PhoneNumber: '+1a', Message: 'x' }))).rejects.toMatchObject(
      invalid('PhoneNumber Reason: +1a is not valid to publish to'),
    );
  });

  it('have settings, a sandbox and a list of those that opted out', async () => {
    await sns.send(new SetSMSAttributesCommand({ attributes: { DefaultSMSType: 'Transactional' } }));
    const number = { PhoneNumber: '+14155550123' };
    await sns.send(new CreateSMSSandboxPhoneNumberCommand(number));
    const pending = await sns.send(new ListSMSSandboxPhoneNumbersCommand({}));
    const [sent] = await outbox();
    const wrong = new VerifySMSSandboxPhoneNumberCommand({ ...number, OneTimePassword: '000000' });
    await expect(sns.send(wrong)).rejects.toMatchObject({ name: 'VerificationException' });
    const OneTimePassword = /\d{6}/.exec(sent?.body ?? '')?.[0];
    await sns.send(new VerifySMSSandboxPhoneNumberCommand({ ...number, OneTimePassword }));
    const verified = await sns.send(new ListSMSSandboxPhoneNumbersCommand({}));
    await sns.send(new DeleteSMSSandboxPhoneNumberCommand(number));

    expect((await sns.send(new GetSMSAttributesCommand({ attributes: ['DefaultSMSType'] }))).attributes).toEqual({
      DefaultSMSType: 'Transactional',
    });
    expect([pending, verified].map(({ PhoneNumbers }) => PhoneNumbers?.[0]?.Status)).toEqual(['Pending', 'Verified']);
    expect((await sns.send(new GetSMSSandboxAccountStatusCommand({}))).IsInSandbox).toBe(true);
    const phone = { phoneNumber: number.PhoneNumber };
    expect((await sns.send(new CheckIfPhoneNumberIsOptedOutCommand(phone))).isOptedOut).toBe(false);
    await sns.send(new OptInPhoneNumberCommand(phone));
    expect((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers).toEqual([]);
    expect((await sns.send(new ListOriginationNumbersCommand({}))).PhoneNumbers).toEqual([]);
    await sns.send(new SetSMSAttributesCommand({ attributes: { DefaultSMSType: '', MonthlySpendLimit: '' } }));
    expect((await sns.send(new GetSMSAttributesCommand({}))).attributes).toEqual({ MonthlySpendLimit: '1' });
    await expect(sns.send(new SetSMSAttributesCommand({ attributes: { Colour: 'red' } }))).rejects.toMatchObject(
      invalid('Colour is not a valid attribute'),
    );
  });
});

describe('email', () => {
  it('is asked to confirm by a link, and gets messages from then on', async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ann@example.com' }));
    await target.cloud.clock.advance(1);
    const [asked] = await outbox('protocol=email');
    const link = /https?:\S+/.exec(asked?.body ?? '')?.[0] ?? '';

    expect((await fetch(link)).status).toBe(200);
    await sns.send(new PublishCommand({ TopicArn, Message: 'hello', Subject: 'Hi' }));
    await target.cloud.clock.advance(1);

    expect(asked?.subject).toBe('AWS Notification - Subscription Confirmation');
    expect((await outbox()).at(-1)).toMatchObject({ endpoint: 'ann@example.com', subject: 'Hi' });
    expect((await outbox()).at(-1)?.body).toMatch(/^hello\n/);
  });
});

describe('devices', () => {
  const credential = { PlatformCredential: 'key' };

  async function makeEndpoint(): Promise<{ readonly application: string; readonly endpoint: string }> {
    const app = new CreatePlatformApplicationCommand({ Name: 'app', Platform: 'GCM', Attributes: credential });
    const { PlatformApplicationArn = '' } = await sns.send(app);
    const made = await sns.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn, Token: 'token' }));
    return { application: PlatformApplicationArn, endpoint: made.EndpointArn ?? '' };
  }

  it('get messages by their endpoint, until it is disabled', async () => {
    const { application, endpoint: EndpointArn } = await makeEndpoint();
    const Message = JSON.stringify({ default: 'for all', GCM: '{"notification":{}}' });

    await sns.send(new PublishCommand({ TargetArn: EndpointArn, Message, MessageStructure: 'json' }));
    await sns.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Enabled: 'false' } }));
    const disabled = sns.send(new PublishCommand({ TargetArn: EndpointArn, Message }));

    await expect(disabled).rejects.toMatchObject({
      name: 'EndpointDisabledException',
      message: 'Endpoint is disabled',
    });
    expect(await outbox()).toMatchObject([
      { protocol: 'application', endpoint: EndpointArn, body: '{"notification":{}}' },
    ]);
    expect(application).toBe('arn:aws:sns:us-east-1:000000000000:app/GCM/app');
    expect(EndpointArn).toMatch(/:endpoint\/GCM\/app\/[0-9a-f-]{36}$/);
  });

  it('want a text for all or for their platform', async () => {
    const { endpoint: TargetArn } = await makeEndpoint();
    const send = (texts: object) =>
      sns.send(new PublishCommand({ TargetArn, Message: JSON.stringify(texts), MessageStructure: 'json' }));

    await send({ GCM: 'own' });
    await expect(send({ APNS: 'x' })).rejects.toMatchObject(
      invalid("JSON must contain an entry for 'default' or 'GCM'."),
    );
    expect(await outbox()).toMatchObject([{ body: 'own' }]);
  });

  it('are described, listed and deleted', async () => {
    const { application: PlatformApplicationArn, endpoint: EndpointArn } = await makeEndpoint();
    const attributes = new SetPlatformApplicationAttributesCommand({
      PlatformApplicationArn,
      Attributes: { SuccessFeedbackSampleRate: '10' },
    });
    await sns.send(attributes);

    const application = await sns.send(new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn }));
    const endpoint = await sns.send(new GetEndpointAttributesCommand({ EndpointArn }));
    const applications = await sns.send(new ListPlatformApplicationsCommand({}));
    const endpoints = await sns.send(new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn }));
    await sns.send(new DeleteEndpointCommand({ EndpointArn }));
    await sns.send(new DeletePlatformApplicationCommand({ PlatformApplicationArn }));

    expect(application.Attributes).toEqual({ Enabled: 'true', SuccessFeedbackSampleRate: '10' });
    expect(endpoint.Attributes).toEqual({ Enabled: 'true', Token: 'token' });
    expect(applications.PlatformApplications).toHaveLength(1);
    expect(endpoints.Endpoints).toEqual([{ EndpointArn, Attributes: { Enabled: 'true', Token: 'token' } }]);
    await expect(sns.send(new GetEndpointAttributesCommand({ EndpointArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Endpoint does not exist',
    });
    await expect(sns.send(new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn }))).rejects.toThrow(
      'PlatformApplication does not exist',
    );
  });

  it('are named by ARNs with as many slashes as they have parts', async () => {
    const arn = 'arn:aws:sns:us-east-1:000000000000:app';
    const slashes = 'Wrong number of slashes in relative portion of the ARN.';

    const application = sns.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn: arn, Token: 't' }));
    const endpoint = sns.send(new GetEndpointAttributesCommand({ EndpointArn: `${arn}/GCM/app` }));

    await expect(application).rejects.toMatchObject(invalid(`PlatformApplicationArn Reason: ${slashes}`));
    await expect(endpoint).rejects.toMatchObject(invalid(`EndpointArn Reason: ${slashes}`));
  });

  it('of unknown platforms are refused', async () => {
    const command = new CreatePlatformApplicationCommand({ Name: 'app', Platform: 'PIGEON', Attributes: credential });

    await expect(sns.send(command)).rejects.toMatchObject(invalid('Platform Reason: PIGEON is not supported'));
  });
});

describe('data protection', () => {
  it('is refused by name', async () => {
    const command = new GetDataProtectionPolicyCommand({ ResourceArn: 'arn:aws:sns:us-east-1:000000000000:t' });

    await expect(sns.send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  });
});
