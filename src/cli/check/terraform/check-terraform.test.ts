import { describe, expect, it } from 'vitest';
import { checkFiles, linesOf } from '../testing/check-files.ts';

const root = `# resource "aws_fake" "comment" {}
data "aws_caller_identity" "me" {}
data "aws_iam_policy_document" "allow" {
  statement { actions = ["s3:*"] }
}
resource "aws_lambda_function" "handler" {
  function_name = "\${lookup(var.names, "}")}-{"
  runtime       = "java21"
  vpc_config {
    subnet_ids = [] /* a { comment */
  }
  dynamic "snap_start" {
    for_each = []
    content {}
  }
}
resource "aws_rds_cluster" "db" {
  policy = <<-EOT
    resource "aws_none" "text" {
  EOT
}
resource "aws_sqs_que" "typo" { name = "a" }
resource "random_id" "id" { byte_length = 4 }
resource "awscc_sqs_queue" "orders" {}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
module "own" {
  source = "./own"
}
`;

describe('Terraform', () => {
  it('is read block by block: resources, data sources and arguments', async () => {
    const checked = await checkFiles({ 'main.tf': root });

    expect(linesOf(checked)).toEqual([
      'main.tf:2 emulated aws_caller_identity',
      'main.tf:3 emulated aws_iam_policy_document',
      'main.tf:6 emulated aws_lambda_function',
      'main.tf:7 emulated aws_lambda_function.function_name',
      'main.tf:8 refused aws_lambda_function.runtime: Squall does not emulate functions of the runtime java21',
      expect.stringMatching(/^main.tf:9 stored only aws_lambda_function.vpc_config: functions run in/),
      expect.stringMatching(/^main.tf:12 stored only aws_lambda_function.snap_start: environments start/),
      'main.tf:17 refused aws_rds_cluster: nothing of rds is emulated',
      'main.tf:22 unknown aws_sqs_que: the provider has no such resource. Did you mean aws_sqs_queue?',
      'main.tf:24 emulated awscc_sqs_queue',
    ]);
    expect(checked.notes).toEqual([
      {
        file: 'main.tf',
        line: 25,
        message: expect.stringMatching(/^module vpc \(terraform-aws-modules\/vpc\/aws\) is not among/),
      },
    ]);
  });

  it('is read however it is written: labels without quotes, texts in texts, brackets in texts that run over lines', async () => {
    const text = `resource aws_iam_role lambda {
  assume_role_policy = <<EOF
{ "a": "}
 EOF
  description = "\${base64sha256(file("\${var.zip}"))}"
}
locals {
  paths = [for path in fileset("\${path.module}", "**"): replace(path, "/\\\\.ts$/", "")]
  literal = "$\${literal} %%{x}"
}
resource "aws_sns_topic" "a" {
  lifecycle { ignore_changes = [tags["x"]] }
  fifo_topic = var.name == "b" ? true : false
  name = jsonencode({ "a" : "}" })
}
resource "aws_sns_topic" "b" {}
`;

    expect(linesOf(await checkFiles({ 'main.tofu': text }))).toEqual([
      'main.tofu:1 emulated aws_iam_role',
      'main.tofu:5 emulated aws_iam_role.description',
      'main.tofu:11 emulated aws_sns_topic',
      'main.tofu:14 emulated aws_sns_topic.name',
      'main.tofu:16 emulated aws_sns_topic',
    ]);
  });

  it('is told what services refuse of values that are written out', async () => {
    const text = `resource "aws_cloudwatch_event_bus" "partner" {
  name              = "aws.partner/example.com/orders"
  event_source_name = "aws.partner/example.com/orders"
}
resource "aws_lambda_function" "image" {
  package_type = "Image"
  image_uri    = "repository:latest"
}
`;

    expect(linesOf(await checkFiles({ 'main.tf': text }), 'emulated')).toEqual([
      'main.tf:1 refused aws_cloudwatch_event_bus: Squall does not emulate EventBridge buses of partner event sources',
      'main.tf:6 refused aws_lambda_function.package_type: Squall does not emulate Lambda functions from container images (PackageType Image)',
    ]);
  });

  it('is read from the plan that `terraform show -json` prints, modules included', async () => {
    const resources = (address: string, type: string, values: object) => [{ address, mode: 'managed', type, values }];
    const plan = {
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: resources('aws_sqs_queue.q', 'aws_sqs_queue', { name: 'q', tags: null }),
          child_modules: [{ resources: resources('module.m.aws_eks_cluster.c', 'aws_eks_cluster', {}) }],
        },
      },
    };
    const checked = await checkFiles({ 'plan.json': JSON.stringify(plan) });

    expect(linesOf(checked, 'emulated')).toEqual(['plan.json:1 refused aws_eks_cluster: nothing of eks is emulated']);
    expect(checked.findings.at(-1)?.name).toBe('module.m.aws_eks_cluster.c');
  });

  it('is read in its form as JSON, which the CDK for Terraform writes', async () => {
    const synthesized = JSON.stringify({ resource: { aws_sns_topic: { t: { name: 'a' } } } }, undefined, 1);

    expect(linesOf(await checkFiles({ 'cdk.tf.json': synthesized }))).toEqual([
      'cdk.tf.json:4 emulated aws_sns_topic',
      'cdk.tf.json:5 emulated aws_sns_topic.name',
    ]);
  });

  it.each([
    [
      'resource "aws_sns_topic" "a" {\n  name = "b"\n',
      1,
      'resource "aws_sns_topic" "a" {',
      'The block that begins here is not closed.',
    ],
    [
      'a = 1\nresource "aws_sns_topic" "a" {\n  name = "b\n}\n',
      3,
      'name = "b',
      'The text that begins here is not closed.',
    ],
    ['a = <<EOT\n text\n', 1, 'a = <<EOT', 'The text that begins here is not closed.'],
    ['/* a', 1, '/* a', 'The comment that begins here is not closed.'],
  ])('that ends too early is told with its line: %j', async (text, line, written, message) => {
    const { unreadable } = await checkFiles({ 'main.tf': text });

    expect(unreadable).toEqual([{ file: 'main.tf', line, text: written, message }]);
  });
});
