import { createHash } from 'node:crypto';
import { ServiceError } from '../../core/service';
import { type Checksum, Crc32, Crc32c, Crc64Nvme } from './crc';

type Headers = Readonly<Record<string, string>>;

/** The algorithms of S3 that the embedded S3 computes: all but the three variants of XXHash. */
const ALGORITHMS: Readonly<Record<string, () => Checksum>> = {
  CRC32: () => new Crc32(),
  CRC32C: () => new Crc32c(),
  CRC64NVME: () => new Crc64Nvme(),
  MD5: () => createHash('md5'),
  SHA1: () => createHash('sha1'),
  SHA256: () => createHash('sha256'),
  SHA512: () => createHash('sha512'),
};

const HEADER = /^x-amz-checksum-(?!algorithm$|mode$|type$)(\w+)$/;

export const checksumHeader = (algorithm: string): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** The name of a checksum in an XML document. */
export const checksumTag = (algorithm: string): string => `Checksum${algorithm}`;

/** Throws for an algorithm that the embedded S3 does not compute. */
export const startChecksum = (algorithm: string): Checksum => {
  const start = ALGORITHMS[algorithm];
  if (!start) throw new ServiceError('NotImplemented', `The embedded S3 does not compute ${algorithm}.`, 501);
  return start();
};

/** The checksum of some content, in base64. */
export const checksumOf = (algorithm: string, content: Buffer): string => {
  const checksum = startChecksum(algorithm);
  checksum.update(content);
  return checksum.digest().toString('base64');
};

/** The algorithm and the value of the checksum among the headers of a request or of an object; undefined if there is none. */
export const declaredChecksum = (
  headers: Headers,
): { readonly algorithm: string; readonly value: string } | undefined => {
  const [declared, ...more] = Object.entries(headers).flatMap(([name, value]) => {
    const algorithm = HEADER.exec(name)?.[1];
    return algorithm === undefined ? [] : [{ algorithm: algorithm.toUpperCase(), value }];
  });
  if (more.length === 0) return declared;
  throw new ServiceError('InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple are not allowed.');
};

/** The headers of an object with this checksum of its whole content. */
export const wholeChecksum = (algorithm: string, value: string): Headers => ({
  [checksumHeader(algorithm)]: value,
  'x-amz-checksum-type': 'FULL_OBJECT',
});

/** Whether a header of an object belongs to its checksum, which only some reads return. */
export const isChecksumHeader = (name: string): boolean => name.startsWith('x-amz-checksum-');

/** Verifies the checksum of the headers and Content-MD5; returns the headers of an object with this content. */
export const verifyContent = (content: Buffer, headers: Headers): Headers => {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== checksumOf('MD5', content)) {
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const declared = declaredChecksum(headers);
  if (!declared) return {};
  const { algorithm, value } = declared;
  const actual = checksumOf(algorithm, content);
  if (value === actual) return wholeChecksum(algorithm, value);
  const isWellFormed = Buffer.from(value, 'base64').length === Buffer.from(actual, 'base64').length;
  throw isWellFormed
    ? new ServiceError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`)
    : new ServiceError('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
};
