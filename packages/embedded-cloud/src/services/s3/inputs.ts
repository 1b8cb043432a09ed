import { declareInputs, type Refusals } from '../../core/inputs';

/** S3 has one error for what it does not implement. */
export const S3_REFUSALS: Refusals = {
  operation: { code: 'NotImplemented', status: 501 },
  parameter: { code: 'NotImplemented', status: 501 },
};

const OWNER = 'Bucket ExpectedBucketOwner=000000000000';
const OBJECT = `${OWNER} Key`;

const CHECKSUMS = `ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 ChecksumSHA256 ChecksumSHA512 ChecksumMD5`;

/** What is stored with an object. */
const METADATA = 'CacheControl ContentDisposition ContentEncoding ContentLanguage ContentType Expires Metadata';

/** Every object has these settings. */
const SETTINGS = 'ACL=private|bucket-owner-full-control StorageClass=STANDARD';

const READ = `${OBJECT} IfMatch IfModifiedSince IfNoneMatch IfUnmodifiedSince Range ChecksumMode VersionId=null
    ResponseCacheControl ResponseContentDisposition ResponseContentEncoding ResponseContentLanguage ResponseContentType
    ResponseExpires`;

const SOURCE = `CopySource CopySourceIfMatch CopySourceIfModifiedSince CopySourceIfNoneMatch CopySourceIfUnmodifiedSince
    ExpectedSourceBucketOwner=000000000000`;

const LIST = `${OWNER} Prefix EncodingType`;

const ENCRYPTION = 'ServerSideEncryption=AES256|aws:kms SSEKMSKeyId SSEKMSEncryptionContext BucketKeyEnabled';

/** The operations that a requester may pay for. */
const ON_OBJECTS = [
  ...['AbortMultipartUpload', 'CompleteMultipartUpload', 'CopyObject', 'CreateMultipartUpload', 'DeleteObject'],
  ...['DeleteObjects', 'GetObject', 'GetObjectAttributes', 'HeadObject', 'ListMultipartUploads', 'ListObjects'],
  ...['ListObjectsV2', 'ListObjectVersions', 'ListParts', 'PutObject', 'UploadPart', 'UploadPartCopy'],
];

/** What operations accept of their inputs. */
export const s3Inputs = declareInputs({
  reads: {
    AbortMultipartUpload: `${OBJECT} UploadId`,
    CompleteMultipartUpload: `${OBJECT} UploadId ${CHECKSUMS} ChecksumType MpuObjectSize IfMatch IfNoneMatch
      MultipartUpload{Parts{PartNumber ETag ${CHECKSUMS}}}`,
    CopyObject: `${OBJECT} ${SOURCE} ${METADATA} ${SETTINGS} ChecksumAlgorithm IfMatch IfNoneMatch
      MetadataDirective=COPY|REPLACE`,
    CreateMultipartUpload: `${OBJECT} ${METADATA} ${SETTINGS} ChecksumAlgorithm ChecksumType`,
    DeleteObject: `${OBJECT} IfMatch VersionId=null`,
    DeleteObjects: `${OWNER} Delete{Objects{Key VersionId=null} Quiet}`,
    GetBucketEncryption: OWNER,
    GetBucketLifecycleConfiguration: OWNER,
    GetBucketLocation: OWNER,
    GetBucketVersioning: OWNER,
    GetObject: READ,
    GetObjectAttributes: `${OBJECT} ObjectAttributes VersionId=null`,
    GetPublicAccessBlock: OWNER,
    HeadBucket: OWNER,
    HeadObject: READ,
    ListBuckets: 'BucketRegion=us-east-1 ContinuationToken MaxBuckets Prefix',
    ListMultipartUploads: `${LIST} MaxUploads KeyMarker UploadIdMarker`,
    ListObjects: `${LIST} Delimiter MaxKeys Marker`,
    ListObjectsV2: `${LIST} Delimiter MaxKeys ContinuationToken StartAfter FetchOwner`,
    ListObjectVersions: `${LIST} MaxKeys KeyMarker VersionIdMarker=null`,
    ListParts: `${OBJECT} UploadId MaxParts PartNumberMarker`,
    PutObject: `${OBJECT} ${METADATA} ${SETTINGS} ${CHECKSUMS} Body ContentLength ContentMD5 IfMatch IfNoneMatch`,
    UploadPart: `${OBJECT} ${CHECKSUMS} UploadId PartNumber Body ContentLength ContentMD5`,
    UploadPartCopy: `${OBJECT} ${SOURCE} UploadId PartNumber CopySourceRange`,
  },
  withoutEffect: {
    'Nothing is billed.': Object.fromEntries(ON_OBJECTS.map((operation) => [operation, 'RequestPayer'])),
    'Nothing is encrypted.': { CopyObject: ENCRYPTION, CreateMultipartUpload: ENCRYPTION, PutObject: ENCRYPTION },
    'The checksum names its algorithm itself.': {
      DeleteObjects: 'ChecksumAlgorithm',
      PutObject: 'ChecksumAlgorithm',
      UploadPart: 'ChecksumAlgorithm',
    },
    'No object is locked.': { DeleteObject: 'BypassGovernanceRetention', DeleteObjects: 'BypassGovernanceRetention' },
    'No object has tags.': { CopyObject: 'TaggingDirective' },
    'No object is archived, so none has a RestoreStatus.': {
      ListObjects: 'OptionalObjectAttributes',
      ListObjectsV2: 'OptionalObjectAttributes',
      ListObjectVersions: 'OptionalObjectAttributes',
    },
  },
});
