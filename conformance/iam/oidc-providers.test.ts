import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const arn = 'arn:aws:iam::000000000000:oidc-provider/token.actions.example.com';
const thumbprint = 'a'.repeat(40);

describe('OIDC providers', () => {
  const target = useCloud();
  const client = () => target.client(Iam.IAMClient);
  const on = { OpenIDConnectProviderArn: arn };
  const create = (more: Partial<Iam.CreateOpenIDConnectProviderCommandInput> = {}) =>
    client().send(
      new Iam.CreateOpenIDConnectProviderCommand({
        Url: 'https://token.actions.example.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: [thumbprint],
        ...more,
      }),
    );
  const get = () => client().send(new Iam.GetOpenIDConnectProviderCommand(on));

  it('CreateOpenIDConnectProvider › is told, listed and taken once', async () => {
    const made = await create();

    const listed = await client().send(new Iam.ListOpenIDConnectProvidersCommand({}));

    expect(made.OpenIDConnectProviderArn).toBe(arn);
    expect(await get()).toMatchObject({
      Url: 'token.actions.example.com',
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: [thumbprint],
    });
    expect(listed.OpenIDConnectProviderList).toEqual([{ Arn: arn }]);
    await expect(create()).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Provider with url https://token.actions.example.com already exists.',
    });
    await expect(create({ Url: 'http://a.example' })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('client ids, thumbprints and tags change', async () => {
    await create();

    await client().send(new Iam.AddClientIDToOpenIDConnectProviderCommand({ ...on, ClientID: 'other' }));
    await client().send(
      new Iam.RemoveClientIDFromOpenIDConnectProviderCommand({ ...on, ClientID: 'sts.amazonaws.com' }),
    );
    const ThumbprintList = ['b'.repeat(40)];
    await client().send(new Iam.UpdateOpenIDConnectProviderThumbprintCommand({ ...on, ThumbprintList }));
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    await client().send(new Iam.TagOpenIDConnectProviderCommand({ ...on, Tags }));
    await client().send(new Iam.UntagOpenIDConnectProviderCommand({ ...on, TagKeys: ['a'] }));

    expect(await get()).toMatchObject({ ClientIDList: ['other'], ThumbprintList });
    const tags = await client().send(new Iam.ListOpenIDConnectProviderTagsCommand(on));
    expect(tags.Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('DeleteOpenIDConnectProvider › leaves nothing behind', async () => {
    await create();

    await client().send(new Iam.DeleteOpenIDConnectProviderCommand(on));

    await expect(get()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `OpenIDConnect Provider not found for arn ${arn}`,
    });
  });
});
