import type { Values } from '../../../service-kit/properties.ts';

const members = {
  ErrorDocument: 'text',
  IndexDocument: 'text',
  RedirectAllRequestsTo: { members: { HostName: 'text', Protocol: 'text' } },
  RoutingRules: {
    list: {
      members: {
        RedirectRule: {
          members: {
            HostName: 'text',
            HttpRedirectCode: 'text',
            Protocol: 'text',
            ReplaceKeyPrefixWith: 'text',
            ReplaceKeyWith: 'text',
          },
        },
        RoutingRuleCondition: { members: { HttpErrorCodeReturnedEquals: 'text', KeyPrefixEquals: 'text' } },
      },
    },
  },
} as const;

/** A website as templates write it. */
export const websiteKind = { members } as const;

/** A website as templates write it → as PutBucketWebsite takes it. */
export const websiteConfiguration = ({
  ErrorDocument,
  IndexDocument,
  RoutingRules,
  ...rest
}: Values<typeof members>) => ({
  ...rest,
  ...(ErrorDocument !== undefined && { ErrorDocument: { Key: ErrorDocument } }),
  ...(IndexDocument !== undefined && { IndexDocument: { Suffix: IndexDocument } }),
  ...(RoutingRules && {
    RoutingRules: RoutingRules.map(({ RedirectRule, RoutingRuleCondition }) => ({
      Redirect: RedirectRule,
      ...(RoutingRuleCondition && { Condition: RoutingRuleCondition }),
    })),
  }),
});
