import type { HttpRequest } from '../service';

/** The operation in the header `X-Amz-Target: Kinesis_20131202.PutRecord`; empty when the header is missing. */
export const operationInTarget = ({ headers }: HttpRequest): string =>
  (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
