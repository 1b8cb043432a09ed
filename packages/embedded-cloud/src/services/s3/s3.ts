import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import type { ObjectFile, ObjectFiles, ObjectWriter } from '../../core/ports';
import {
  type Caller,
  type DeclaredResource,
  type HttpCall,
  type HttpRequest,
  type HttpResponse,
  type OpenedRequest,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import { restRequestsIn } from '../../core/rest-api';
import { deleteObjects, getLocation, headBucket } from './bucket-calls';
import { encryptionKeyOf, getEncryption, getLifecycle, getPublicAccessBlock, getVersioning } from './bucket-settings';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart-calls';
import { listParts, listUploads } from './multipart-lists';
import { deleteObject, getAttributes, getObject, headObject, putObject } from './object-calls';
import { bodyMembers } from './body-members';
import { copyObject, copyPart } from './copy-calls';
import { listBuckets } from './list-buckets';
import { S3_REFUSALS, s3Inputs } from './inputs';
import { s3Properties } from './properties';
import { listObjects, listObjectsV2, listVersions } from './list-calls';
import { ObjectStore } from './object-store';
import type { Answer } from './s3-call';
import { s3Accesses } from './permissions';
import { leaf, xmlResponse } from './xml';

const MAX_KEY_BYTES = 1_024;

/** S3 accepts 5 GiB; a body is held in memory here. */
const MAX_BODY_BYTES = 512 * 1024 * 1024;

/** By operation. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  DeleteObjects: deleteObjects,
  GetBucketEncryption: getEncryption,
  GetBucketLifecycleConfiguration: getLifecycle,
  GetBucketLocation: getLocation,
  GetBucketVersioning: getVersioning,
  GetPublicAccessBlock: getPublicAccessBlock,
  HeadBucket: headBucket,
  ListMultipartUploads: listUploads,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listVersions,
  AbortMultipartUpload: abortUpload,
  CompleteMultipartUpload: completeUpload,
  CopyObject: copyObject,
  CreateMultipartUpload: createUpload,
  DeleteObject: deleteObject,
  GetObject: getObject,
  GetObjectAttributes: getAttributes,
  HeadObject: headObject,
  ListParts: listParts,
  PutObject: putObject,
  UploadPart: uploadPart,
  UploadPartCopy: copyPart,
};

/** S3. Stores objects as plain files `<stateDir>/s3/<bucket>/<key>`; object-path.ts describes the names. */
export class S3 implements Service, ObjectWriter, ObjectFiles {
  readonly name = 's3';
  readonly throttlingCode = 'SlowDown';
  readonly maxBodyBytes = MAX_BODY_BYTES;
  readonly inputs = s3Inputs;
  readonly properties = s3Properties;
  readonly refusals = S3_REFUSALS;
  readonly permissions = s3Accesses;
  readonly denial = { code: 'AccessDenied', status: 403 };
  readonly provisions = { 'AWS::S3::Bucket': (resource: DeclaredResource) => this.provision(resource) };

  private readonly store: ObjectStore;
  private readonly openRest = restRequestsIn(__dirname);
  /** The properties that the template declares, by bucket. */
  private readonly buckets = new Map<string, Fields>();

  constructor(
    private readonly surroundings: Surroundings,
    private readonly faults: Faults,
  ) {
    this.store = new ObjectStore(this.root);
  }

  get root(): string {
    return join(this.surroundings.stateDir, 's3');
  }

  files(bucket: string, prefix: string): readonly ObjectFile[] {
    return this.buckets.has(bucket) ? [...this.store.files(bucket, prefix)] : [];
  }

  /** Rejects calls while a fault is injected, as the API does. */
  readonly putObject: ObjectWriter['putObject'] = async (bucket, key, body, contentType) => {
    if (this.faults.strikes('s3', 'throttle')) throw new ServiceError('SlowDown', 'Injected fault: throttle.', 503);
    if (this.faults.strikes('s3', 'fail')) throw new ServiceError('InternalError', 'Injected fault: fail.', 500);
    this.checkBucket(bucket);
    checkKey(key);
    await Promise.resolve(this.store.put(bucket, key, body, contentType ? { 'content-type': contentType } : {}));
  };

  readonly openRequest = (request: HttpRequest): OpenedRequest => {
    const { bucket, key } = this.address(request);
    const path = [bucket, ...(key === '' ? [] : [key])].map(encodeURIComponent).join('/');
    const { operation, read } = this.openRest(request, `/${path}`);
    return { operation, read: () => ({ ...read(), ...bodyMembers(operation, request) }) };
  };

  readonly handle = (call: HttpCall, caller?: Caller): Promise<HttpResponse> =>
    Promise.resolve(call).then((received) => this.answer(received, caller));

  readonly errorResponse = ({ code, message, status }: ServiceError): HttpResponse =>
    xmlResponse(
      code === 'SlowDown' ? 503 : status,
      'Error',
      leaf('Code', code),
      leaf('Message', message),
      leaf('RequestId', randomUUID()),
    );

  private answer({ request, operation, input: members }: HttpCall, caller: Caller): HttpResponse {
    checkExpiry(request);
    const input = new Fields(members);
    if (operation === 'ListBuckets') return this.listBuckets(input);
    const [bucket, key] = [input.string('Bucket'), input.optionalString('Key') ?? ''];
    const answer = ANSWERS[operation];
    if (!answer) throw new Error(`S3 accepts ${operation}, but has no answer.`);
    const declared = this.checkBucket(bucket);
    checkKey(key);
    const { store } = this;
    const { region, accountId } = this.surroundings;
    const checkBucket = (name: string): void => void this.checkBucket(name);
    try {
      return answer({ request, input, bucket, key, declared, store, region, accountId, checkBucket });
    } catch (error) {
      // S3 tells only callers that may list the bucket that a key does not exist.
      if (error instanceof ServiceError && error.code === 'NoSuchKey') {
        caller?.check({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` });
      }
      throw error;
    }
  }

  /** The bucket and key of a request to `bucket.localhost/key` or `host/bucket/key`. */
  private address({ path, headers }: HttpRequest): { readonly bucket: string; readonly key: string } {
    const decoded = decode(path.slice(1));
    const host = /^(.+)\.(?:localhost|127\.0\.0\.1)(?::\d+)?$/.exec(headers['host'] ?? '')?.[1] ?? '';
    if (this.buckets.has(host)) return { bucket: host, key: decoded };
    const slash = decoded.indexOf('/');
    return slash < 0
      ? { bucket: decoded, key: '' }
      : { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
  }

  private checkBucket(bucket: string): Fields {
    const declared = this.buckets.get(bucket);
    if (declared) return declared;
    throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  }

  private listBuckets(input: Fields): HttpResponse {
    const buckets = Array.from(this.buckets.keys(), (name) => ({ name, createdAt: this.store.bucketCreatedAt(name) }));
    return listBuckets(input, this.surroundings.accountId, buckets);
  }

  private provision(resource: DeclaredResource): ProvisionedResource {
    const declaredName = new Fields(resource.properties).optionalString('BucketName');
    const name = declaredName ?? resource.generatedName(63).toLowerCase();
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new ServiceError('InvalidBucketName', `"${name}" is not a valid bucket name.`);
    }
    this.store.createBucket(name);
    this.buckets.set(name, new Fields(resource.properties));
    const { endpoint, region } = this.surroundings;
    const attributes = {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      WebsiteURL: `${endpoint}/${name}`,
    };
    return { ref: name, attributes, encryptionKey: encryptionKeyOf(new Fields(resource.properties)) };
  }
}

const checkExpiry = ({ query, receivedAt }: HttpRequest): void => {
  if (receivedAt > expiryOf(query)) throw new ServiceError('AccessDenied', 'Request has expired', 403);
};

/** When a presigned URL expires, in epoch ms: X-Amz-Expires seconds after X-Amz-Date, or at Expires in version 2. */
const expiryOf = (query: URLSearchParams): number => {
  const expires = query.get('Expires');
  if (expires !== null) return Number(expires) * 1_000;
  const [, ...fields] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const seconds = query.get('X-Amz-Expires');
  if (seconds === null || fields.length === 0) return Infinity;
  const [year = 0, month = 1, ...rest] = fields.map(Number);
  return Date.UTC(year, month - 1, ...rest) + Number(seconds) * 1_000;
};

const checkKey = (key: string): void => {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new ServiceError('KeyTooLongError', 'Your key is too long');
};

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  }
};
