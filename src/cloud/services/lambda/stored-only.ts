import type { StoredOnly } from '../../service-kit/stored-only.ts';

const signing = 'whether code is signed is not checked, so that every archive is as good as a signed one';
const provisioning = 'environments start when they are needed; one that waits would answer the same, a little sooner';
const runtimeVersions = 'there is one version of each runtime, the one of this machine';
const recursion = 'no function is stopped for calling itself in a loop, whatever is chosen';
const snapshots = 'environments start from their code in milliseconds, and none is restored from a snapshot';
const network = 'functions run in the network of this machine, which filters nothing';
const fileSystems = 'nothing is mounted: `/mnt` is the directory of this machine';
const pollers = 'there is one poller for each mapping, which scales by itself';
const observing = 'pollers write metrics and logs of their own nowhere';

/** What of Lambda is kept and answered, and has no effect. */
export const lambdaStoredOnly: StoredOnly = {
  CreateCodeSigningConfig: signing,
  UpdateCodeSigningConfig: signing,
  PutFunctionCodeSigningConfig: signing,
  PutProvisionedConcurrencyConfig: provisioning,
  PutRuntimeManagementConfig: runtimeVersions,
  PutFunctionRecursionConfig: recursion,
  'CreateFunction.CodeSigningConfigArn': signing,
  'CreateFunction.FileSystemConfigs': fileSystems,
  'CreateFunction.SnapStart': snapshots,
  'CreateFunction.VpcConfig': network,
  'UpdateFunctionConfiguration.FileSystemConfigs': fileSystems,
  'UpdateFunctionConfiguration.SnapStart': snapshots,
  'UpdateFunctionConfiguration.VpcConfig': network,
  'CreateEventSourceMapping.LoggingConfig': observing,
  'CreateEventSourceMapping.MetricsConfig': observing,
  'CreateEventSourceMapping.ProvisionedPollerConfig': pollers,
  'UpdateEventSourceMapping.LoggingConfig': observing,
  'UpdateEventSourceMapping.MetricsConfig': observing,
  'UpdateEventSourceMapping.ProvisionedPollerConfig': pollers,
  'AWS::Lambda::CodeSigningConfig': signing,
  'AWS::Lambda::Function.CodeSigningConfigArn': signing,
  'AWS::Lambda::Function.FileSystemConfigs': fileSystems,
  'AWS::Lambda::Function.RecursiveLoop': recursion,
  'AWS::Lambda::Function.RuntimeManagementConfig': runtimeVersions,
  'AWS::Lambda::Function.SnapStart': snapshots,
  'AWS::Lambda::Function.VpcConfig': network,
  'AWS::Lambda::Version.ProvisionedConcurrencyConfig': provisioning,
  'AWS::Lambda::Version.RuntimePolicy': runtimeVersions,
  'AWS::Lambda::Alias.ProvisionedConcurrencyConfig': provisioning,
  'AWS::Lambda::EventSourceMapping.LoggingConfig': observing,
  'AWS::Lambda::EventSourceMapping.MetricsConfig': observing,
  'AWS::Lambda::EventSourceMapping.ProvisionedPollerConfig': pollers,
};
