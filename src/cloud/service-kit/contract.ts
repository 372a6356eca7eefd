import type { BlobHash } from '../kernel/blobs.ts';
import type { CallOptions } from '../kernel/call-options.ts';
import type { Clock } from '../kernel/clock.ts';
import type { FaultModel } from '../kernel/faults/fault-model.ts';
import type { HttpRequest, HttpResponse, RequestMarks } from '../kernel/http.ts';
import type { Caller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Random } from '../kernel/random.ts';
import type { Delivery } from '../kernel/scheduler.ts';
import type { Scope } from '../kernel/scope.ts';
import type { ServiceRuntime } from '../kernel/service-runtime.ts';
import type { Trace, TraceOrigin } from '../kernel/trace.ts';
import type { StateScope } from '../kernel/world.ts';
import type { ContextValue } from '../policy/request-context.ts';
import type { Policy } from '../policy/statement.ts';
import type { ModelFile } from '../wire/model/model-format.ts';
import type { Models } from '../wire/model/models.ts';
import type { ResourceCors } from './cors.ts';
import type { DeployedApis } from './deployed-apis.ts';
import type { EmptyReads } from './empty-reads.ts';
import type { ExploredState } from './explored-state.ts';
import type { MetricRecorder, ServiceMetrics } from './service-metrics.ts';
import type { InputShape, Wording } from './shapes.ts';
import type { StoredOnly } from './stored-only.ts';
import type { OpenTagging, Tagging } from './tagging.ts';
import type { WorkflowTasks } from './workflow-tasks.ts';

/** What an operation may know beside its state and input. */
export interface Context<Runtime = unknown> extends Scope {
  readonly caller: Caller;
  readonly requestId: string;
  /** Where this call stands in the tree of its request; hand it on to whoever is called later. */
  readonly trace: Trace;
  /** What the caller said of its own trace; undefined where this call is the first. */
  readonly origin: TraceOrigin | undefined;
  /** A web form posted it, in the place of a request of its operation: objects of S3. */
  readonly isPostedForm?: boolean;
  /** Aborted when the client goes before it is answered; calls from inside have none. */
  readonly signal?: AbortSignal | undefined;
  /** The address under which the caller reached us: from outside of a container it is another than our own. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Processes, pools and caches of the service: what is not state. Made by {@link Service.start}. */
  readonly runtime: Runtime;
  readonly kernel: CloudKernel;
  /** Present when the scheduler makes this call as a delivery; its entry goes when the operation has ended, at the latest. */
  readonly delivery?: Delivery | undefined;
  /** Calls another service's operation through the pipeline, as this call's caller unless told otherwise. */
  call<Output = unknown>(service: string, operation: string, input: object, options?: CallOptions): Promise<Output>;
  /**
   * For the event stream of an output: the call ends with it, not with the answer's head. Values are the union's, one
   * member each; an error that is thrown in it is told as the stream's last event.
   */
  stream<Value>(values: AsyncIterable<Value>): AsyncIterable<Value>;
}

/** One operation of one service, over its state. No HTTP, no clock and no randomness but the context's. */
export type Operation<Input, Output, State, Runtime = unknown> = (
  state: State,
  input: Input,
  context: Context<Runtime>,
) => Output | Promise<Output>;

/** What a resource type is told when CloudFormation creates, updates or deletes one. */
export interface ResourceContext extends Scope {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** `aws:cloudformation:*` tags and those of the stack. */
  readonly tags: Readonly<Record<string, string>>;
  readonly random: Random;
  readonly clock: Clock;
  /** `stack-LogicalId-RANDOM`, cut to `max`; the name that CloudFormation gives when the template gives none. */
  generateName(max: number, options?: { readonly lowerCase?: boolean }): string;
  /** Through the pipeline, as CloudFormation or the stack's role; in the stack's region unless told otherwise. */
  call<Output = unknown>(
    service: string,
    operation: string,
    input: object,
    options?: { readonly region?: string },
  ): Promise<Output>;
}

/** What CloudFormation knows of a resource that exists: `Ref` and `Fn::GetAtt`. */
export interface ResourceState {
  /** What `Ref` answers, unless `ref` is there. */
  readonly physicalId: string;
  readonly ref?: string;
  /** `Fn::GetAtt`; nested names with dots (`Endpoint.Address`). */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Template properties after all intrinsics; CloudFormation's casing. */
export type Properties = Readonly<Record<string, unknown>>;

/** What it takes to look at a resource, of whatever stack it is. */
export type ResourceCalls = Pick<ResourceContext, 'account' | 'region' | 'call'>;

/** How a resource that was made outside of stacks is found: what imports ask for. */
export interface ResourceImport {
  /** The properties that name one: AWS's primary identifier of the type. */
  readonly identifiers: readonly string[];
  /** What CloudFormation would know of it had it made it. Throws the service's error where it does not exist. */
  find(identifier: ResourceIdentifier, calls: ResourceCalls): Promise<ResourceState>;
}

/** The values of a type's primary identifier, by the names of their properties. */
export type ResourceIdentifier = Readonly<Record<string, string>>;

/**
 * How what a resource is now is found out, whoever made it: for Cloud Control, drift detection and imports. Throws the
 * service's error, or `ResourceGone`, where there is no such resource.
 */
export interface ResourceReading {
  /** AWS's primary identifier of the type; a test holds it against the registry. */
  readonly identifiers: readonly string[];
  /** Properties that `read` tells where a resource has them; nobody can tell others. */
  readonly properties: readonly string[];
  /** Properties that are compared with nothing: AWS never tells them (code, passwords), or others have a part in them. */
  readonly writeOnly?: readonly string[];
  /** Properties and attributes, as the registry's schema has them; what is undefined is not there. */
  read(identifier: ResourceIdentifier, calls: ResourceCalls): Promise<Properties>;
  /** All that there are, among those that the given properties name (`RestApiId`). Without it they cannot be listed. */
  list?(calls: ResourceCalls, among: Properties): Promise<readonly ResourceIdentifier[]>;
  /** What `Ref` answers, where that is not the identifier. */
  physicalId?(identifier: ResourceIdentifier, model: Properties): string;
}

/**
 * One CloudFormation resource type, by the service that owns it. It works through `context.call` alone, so that every
 * hop is seen. Whether a changed property means replacement is read from AWS's resource specification by the engine.
 */
export interface ResourceType {
  /** Properties that are understood; any other one fails the resource by name. */
  readonly properties: readonly string[];
  create(properties: Properties, context: ResourceContext): Promise<ResourceState>;
  /**
   * The attributes as they are now, for types whose attributes other resources change: the blocks of a VPC. Asked before
   * a resource is made or changed that refers to one of them.
   */
  attributesNow?(state: ResourceState, context: ResourceContext): Promise<Readonly<Record<string, unknown>>>;
  /** Changes in place; a type without it is replaced at every change. */
  update?(
    state: ResourceState,
    properties: Properties,
    previous: Properties,
    context: ResourceContext,
  ): Promise<ResourceState>;
  /** A resource that is already gone is deleted: answer without an error. */
  delete(state: ResourceState, properties: Properties, context: ResourceContext): Promise<void>;
  /** A type without it cannot be imported into a stack; one with `reading` has it. */
  readonly importing?: ResourceImport;
  /** A type without it is known to those alone who made it. */
  readonly reading?: ResourceReading;
}

/** A data plane beside the AWS API that a service brings along: function URLs, `@connections`. */
export interface DataPlane<Runtime = unknown> extends RequestMarks {
  readonly name: string;
  /** Web pages of any origin may call it: what users deploy decides with its own CORS who may. */
  readonly isOpenToPages: boolean;
  /** How its requests can fail; without it no faults can be aimed at them. */
  readonly faults?: FaultModel;
  /** How reports call its requests (`api` of `api.POST(/orders)`) and who answers them. Default of both: the name. */
  readonly shortName?: string;
  readonly lane?: string;
  /** `runtime` is that of the service that brings it along. */
  handle(request: HttpRequest, kernel: CloudKernel, runtime: Runtime): Promise<HttpResponse>;
}

/** What a call asks for, in the words of IAM. */
export interface Access {
  /** `lambda:InvokeFunction` */
  readonly action: string;
  /** ARNs; none for actions that are on no resource. */
  readonly resources: readonly string[];
  /** Condition keys of the service's own; those that all requests have are added. */
  readonly keys?: Readonly<Record<string, ContextValue | undefined>>;
}

/** What one operation asks for; throws what the operation would throw where its input names no resource. */
export type AccessOf = (
  input: Readonly<Record<string, unknown>>,
  asked: Pick<Context, 'account' | 'region' | 'caller'>,
) => Access;

/** The policy of the resource of that ARN; undefined where it has none, or does not exist. */
type ResourcePolicyOf<State> = (state: State, arn: string) => Policy | undefined;

/** The contents page of a service. */
export interface Service<State = unknown, M extends ServiceRuntime | undefined = ServiceRuntime | undefined> {
  /** As in our folder and in `context.call`: `dynamodb`, `secretsmanager`, `logs`. */
  readonly name: string;
  /** As AWS calls it, in documents: `DynamoDB`. */
  readonly title: string;
  /** Names in the credential scope and the model file: `monitoring` signs CloudWatch. Default: the name. */
  readonly signingNames?: readonly string[];
  /** Of a service that is not AWS's; that of others is `wire/models/<name>.json`. */
  readonly model?: ModelFile;
  /** `global` services (IAM) keep one state for all regions. */
  readonly scope?: 'region' | 'account';
  /** The service whose state it works on, where that is another one: streams are read from what tables wrote. */
  readonly stateOf?: string;
  readonly state: (scope: StateScope) => State;
  /**
   * Which blobs a value refers to, by the first part of its collection's name (`versions` of `versions/my-bucket`).
   * A blob that no value refers to is deleted.
   */
  readonly blobs?: Readonly<Record<string, (value: never) => readonly BlobHash[]>>;
  /** Constraints of inputs, by operation; an operation without them is checked for required members by the model. */
  readonly shapes?: Readonly<Record<string, InputShape>>;
  /** `itself`: its operations tell what is missing, in an order and in words of their own. Default: by the model. */
  readonly requiredMembers?: 'itself';
  /** How this service words broken constraints: code and paths differ (IAM says `ValidationError`). */
  readonly wording?: Wording;
  /** Operations that are in the model and not here answer 501. */
  readonly operations: Readonly<Record<string, Operation<never, unknown, State, M>>>;
  /** What its operations ask for, by operation; no policy decides on one that is not in it: `access.ts`. */
  readonly access?: Readonly<Record<string, AccessOf>>;
  readonly resourcePolicy?: ResourcePolicyOf<State>;
  /** Where users decide by CORS rules what web pages may ask of a resource: S3's buckets. */
  readonly cors?: ResourceCors<State>;
  /** What it reports of itself to CloudWatch: `metrics.ts`. */
  readonly metrics?: ServiceMetrics<State>;
  /** Operations that look at metrics: those of all services are put first. */
  readonly metricReaders?: ReadonlySet<string>;
  /** Whether something of its waits for metrics of that namespace to change: CloudWatch's alarms. */
  readonly watchesMetrics?: (state: State, namespace: string) => boolean;
  /**
   * Whether something of its takes events of that source that services emit themselves: EventBridge's rules. Asked before
   * one is made, so that events that nobody waits for cost nothing.
   */
  readonly hearsEvents?: (state: State, source: string) => boolean;
  /** Name of the thing addressed, for journal and faults: `input => input.TableName`. */
  readonly resourceOf?: (operation: string, input: Readonly<Record<string, unknown>>) => string | undefined;
  /** How its calls can fail: `faults.ts`. */
  readonly faults: FaultModel;
  /** What the explorer compares of its state: `explored-state.ts`. */
  readonly exploredState: ExploredState<State>;
  readonly resources?: Readonly<Record<string, ResourceType>>;
  /** What is kept and answered, and has no effect here: `stored-only.ts`. */
  readonly storedOnly?: StoredOnly;
  /** Lists of what nobody can have made here, among its operations: `empty-reads.ts`. */
  readonly emptyReads?: EmptyReads;
  /** How its resources bear tags: `tagging.ts`. */
  readonly tagging?: Tagging<State>;
  readonly dataPlanes?: readonly DataPlane[];
  /** What answers requests to `execute-api`, where users deploy APIs by this service. */
  readonly deployedApis?: DeployedApis<M>;
  /** How state machines call it beside its `aws-sdk` integrations: `workflow-tasks.ts`. */
  readonly workflowTasks?: WorkflowTasks;
  readonly start?: (kernel: CloudKernel) => M;
}

/** A service whatever its state is, as registry and pipeline hold it. */
export interface AnyService
  extends Omit<
    Service,
    'operations' | 'resourcePolicy' | 'cors' | 'tagging' | 'metrics' | 'watchesMetrics' | 'hearsEvents'
  > {
  readonly operations: Readonly<Record<string, Operation<never, unknown, never, never>>>;
  readonly resourcePolicy?: ResourcePolicyOf<never>;
  readonly cors?: ResourceCors<never>;
  readonly tagging?: Tagging<never>;
  readonly metrics?: ServiceMetrics<never>;
  readonly watchesMetrics?: (state: never, namespace: string) => boolean;
  readonly hearsEvents?: (state: never, source: string) => boolean;
}

/** The kernel together with the services that run on it. */
export interface CloudKernel extends Kernel {
  readonly services: ReadonlyMap<string, AnyService>;
  /** By which their requests are read. */
  readonly models: Models;
  readonly metrics: MetricRecorder;
  /** A service's collections in one account and region; opened once and kept. */
  state(service: AnyService, account: string, region: string): unknown;
  /** The running parts of a service, as its `start` returned them; for the pipeline, the router and the admin API alone. */
  runtimeOf(service: AnyService): ServiceRuntime | undefined;
  /** A CloudFormation resource type of whichever service owns it. */
  resourceType(type: string): ResourceType | undefined;
  /** Of all services. */
  readonly storedOnly: StoredOnly;
  /** Of all services whose resources have tags. */
  taggings(scope: Scope): readonly OpenTagging[];
}
