/** How deep JSON, XML and CBOR values may nest. DynamoDB refuses documents beyond 32 itself; nothing legal is near. */
export const depthMax = 128;

/** Parameters of a query-form body: CloudFormation's largest calls stay in the hundreds. */
export const formFieldsMax = 20_000;

/** Index of a list element or map entry in a query form. */
export const formIndexMax = 10_000;

/** Parameters of a URL's query. */
export const queryParametersMax = 1_000;

/** Headers of one request; Node stops at 2,000 lines. */
export const headersMax = 500;

/** Elements of an XML document. */
export const xmlElementsMax = 100_000;

/** AWS: a signature's date may differ from the server's clock by 15 minutes; presigned URLs live 7 days at most. */
export const clockSkewMaxMs = 15 * 60_000;
export const presignedExpiryMaxSeconds = 7 * 24 * 3600;

/** A compressed body may grow to this: CloudWatch takes 1 MB, nothing takes more than 16. */
export const inflatedBytesMax = 16 * 1024 * 1024;
