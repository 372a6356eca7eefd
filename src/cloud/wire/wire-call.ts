import type { ServiceModel } from './model/model.ts';
import type { Protocol } from './model/protocol.ts';
import type { PostForm } from './post-form/read-form.ts';
import type { FormFields } from './query/query-form.ts';

/** What a request's envelope says, before its body is read. */
export interface WireCall {
  /** The service's name in our registry: `dynamodb`, `logs`, `cloudwatch`. */
  readonly service: string;
  readonly model: ServiceModel;
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly protocol: Protocol;
  /** REST protocols: labels of the path (S3's bucket from the host too), still percent-encoded. */
  readonly labels?: ReadonlyMap<string, string>;
  /** Query protocol: the fields of the form. */
  readonly form?: FormFields;
  /** Query protocol: the client accepts JSON, and is answered in it. */
  readonly acceptsJson?: boolean;
  /** An upload by a browser's form, which stands for PutObject. */
  readonly postForm?: PostForm;
}
