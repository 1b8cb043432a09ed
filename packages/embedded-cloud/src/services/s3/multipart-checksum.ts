import { type HttpRequest, ServiceError } from '../../core/service';
import { checksumHeader, checksumOf, checksumTag, declaredChecksum, startChecksum } from './checksums';
import type { Checksum } from './crc';
import type { ObjectHeaders } from './object-headers';
import type { UploadChecksum } from './uploads';

/** CRCs of parts can be combined; hashes cannot. */
const canCoverObject = (algorithm: string): boolean => algorithm.startsWith('CRC');

/** The checksum that CreateMultipartUpload asks for. */
export const requestedChecksum = ({ headers }: HttpRequest): UploadChecksum | undefined => {
  const algorithm = headers['x-amz-checksum-algorithm']?.toUpperCase();
  if (algorithm === undefined) return undefined;
  startChecksum(algorithm); // throws for an unknown algorithm
  const type = headers['x-amz-checksum-type'] ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const isPossible =
    type === 'COMPOSITE' ? algorithm !== 'CRC64NVME' : type === 'FULL_OBJECT' && canCoverObject(algorithm);
  if (isPossible) return { algorithm, type: type === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT' };
  throw new ServiceError(
    'InvalidRequest',
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
};

/** Computes the checksum of an object from its parts. */
export class MultipartChecksum {
  private readonly whole: Checksum;
  private parts = 0;

  constructor(private readonly checksum: UploadChecksum) {
    this.whole = startChecksum(checksum.algorithm);
  }

  /** Adds the content of the next part; `declared` is the part's checksum in CompleteMultipartUpload. */
  add(content: Buffer, number: number, declared: string | undefined): void {
    const { algorithm, type } = this.checksum;
    this.parts++;
    const part = type === 'COMPOSITE' || declared !== undefined ? checksumOf(algorithm, content) : '';
    if (type === 'COMPOSITE' && declared === undefined) throw missingChecksum(algorithm, number);
    if (declared !== undefined && declared !== part) {
      throw new ServiceError('InvalidPart', `The ${checksumTag(algorithm)} of part ${number} differs.`);
    }
    this.whole.update(type === 'COMPOSITE' ? Buffer.from(part, 'base64') : content);
  }

  /** The headers of the object; throws BadDigest if the request declares another checksum. */
  finish(headers: ObjectHeaders): ObjectHeaders {
    const { algorithm, type } = this.checksum;
    const value = this.whole.digest().toString('base64') + (type === 'COMPOSITE' ? `-${this.parts}` : '');
    const declared = declaredChecksum(headers)?.value;
    if (declared !== undefined && declared !== value && `${declared}-${this.parts}` !== value) {
      throw new ServiceError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
    return { [checksumHeader(algorithm)]: value, 'x-amz-checksum-type': type };
  }
}

const missingChecksum = (algorithm: string, number: number): ServiceError =>
  new ServiceError(
    'InvalidRequest',
    `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the ` +
      `checksum for each part. It was missing for part ${number} in the request.`,
  );
