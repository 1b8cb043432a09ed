import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Surroundings } from '../../packages/embedded-cloud/src/core/service';

/** Settings for an SDK client of the embedded cloud: any credentials do. HTTP/1.1, also for Kinesis. */
export const clientSettings = ({ endpoint, region }: Surroundings) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  requestHandler: new NodeHttpHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
});

export type ClientSettings = ReturnType<typeof clientSettings>;
