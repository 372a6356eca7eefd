/** Policy documents for the tests of ECR. */
export const lifecyclePolicyText = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 365 },
      action: { type: 'expire' },
    },
  ],
});

export const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [] });
