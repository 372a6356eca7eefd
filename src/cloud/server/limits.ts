/** Bodies are held in memory: large enough for a Lambda package and for a part of a multipart upload. */
export const bodyBytesMax = 512 * 1024 * 1024;

/** Request line and headers together; API Gateway allows 10,240 bytes and Lambda 1 MB, most others 8 to 16 KiB. */
export const headerBytesMax = 1024 * 1024;

/** More header lines than any SDK sends, few enough to parse in no time. */
export const headersMax = 2000;
