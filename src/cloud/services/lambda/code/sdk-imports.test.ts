import { expect, it } from 'vitest';
import { SdkImports } from './sdk-imports.ts';

const missingOf = (files: Readonly<Record<string, string>>) => {
  const imports = new SdkImports();
  for (const [path, text] of Object.entries(files)) imports.add(path, Buffer.from(text));
  return imports.missing;
};

it.each([
  ["import { S3Client } from '@aws-sdk/client-s3';", ['@aws-sdk/client-s3']],
  ['const { S3Client } = require("@aws-sdk/client-s3");', ['@aws-sdk/client-s3']],
  ['await import("@smithy/core/cbor")', ['@smithy/core']],
  ["import '@aws-sdk/client-sqs'", ['@aws-sdk/client-sqs']],
  ["const AWS = require('aws-sdk');", ['aws-sdk']],
  ["const S3 = require('aws-sdk/clients/s3');", ['aws-sdk']],
  ["const name = '@aws-sdk/client-s3';", []],
  ["import zod from 'zod';", []],
])('%s', (text, expected) => {
  expect(missingOf({ 'index.mjs': text })).toEqual(expected);
});

it('Python imports boto3', () => {
  expect(
    missingOf({ 'app.py': 'import json\nimport boto3\n', 'x.py': 'def f():\n    from boto3 import client\n' }),
  ).toEqual(['boto3']);
});

it('What the archive brings along, itself or for its own packages, is not missing', () => {
  const files = {
    'index.js': "require('@aws-sdk/client-s3'); require('@aws-sdk/client-sqs')",
    'node_modules/@aws-sdk/client-s3/index.js': "require('@smithy/core')",
    'app.py': 'import boto3',
    'boto3/__init__.py': 'import botocore',
  };

  expect(missingOf(files)).toEqual(['@aws-sdk/client-sqs']);
});
