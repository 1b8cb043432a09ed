import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Access } from '../../core/iam';
import type { Faults } from '../../core/faults';
import type { ObjectFile, ObjectFiles, ObjectWriter } from '../../core/ports';
import {
  type Caller,
  type DeclaredResource,
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
import { deleteObjects, getLocation, headBucket, readDeletion } from './bucket-calls';
import { encryptionKeyOf, getEncryption, getLifecycle, getPublicAccessBlock, getVersioning } from './bucket-settings';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart-calls';
import { listParts, listUploads } from './multipart-lists';
import { deleteObject, getAttributes, getObject, headObject, putObject } from './object-calls';
import { contentOf } from './content';
import { S3_REFUSALS, s3Inputs } from './inputs';
import { s3Properties } from './properties';
import { listObjects, listVersions } from './list-calls';
import { ObjectStore } from './object-store';
import type { Answer } from './s3-call';
import { s3Accesses } from './permissions';
import { branch, leaf, xmlResponse } from './xml';

const MAX_KEY_BYTES = 1_024;

/** S3 accepts 5 GiB; a body is held in memory here. */
const MAX_BODY_BYTES = 512 * 1024 * 1024;

/** By method and the query parameters that select an operation. */
const BUCKET_CALLS: Readonly<Record<string, Answer>> = {
  'HEAD ': headBucket,
  'GET ': listObjects,
  'GET list-type': listObjects,
  'GET versions': listVersions,
  'GET uploads': listUploads,
  'GET location': getLocation,
  'GET versioning': getVersioning,
  'GET encryption': getEncryption,
  'GET lifecycle': getLifecycle,
  'GET publicAccessBlock': getPublicAccessBlock,
  'POST delete': deleteObjects,
};

const OBJECT_CALLS: Readonly<Record<string, Answer>> = {
  'GET ': getObject,
  'HEAD ': headObject,
  'PUT ': putObject,
  'DELETE ': deleteObject,
  'POST uploads': createUpload,
  'PUT partNumber,uploadId': uploadPart,
  'POST uploadId': completeUpload,
  'DELETE uploadId': abortUpload,
  'GET uploadId': listParts,
  'GET attributes': getAttributes,
};

/** Parameters that do not select an operation: its name, a presigned URL's signature, the options of a read or a list. */
const NOT_SELECTING = new RegExp(
  [
    '^(x-id|versionid|x-amz-.+|awsaccesskeyid|signature|expires|response-.+|prefix|delimiter|encoding-type|fetch-owner|max-(keys|parts|uploads)|marker',
    'continuation-token|start-after|(key|version-id|upload-id|part-number)-marker)$',
  ].join('|'),
  'i',
);

/** S3. Stores objects as plain files `<stateDir>/s3/<bucket>/<key>`; object-path.ts describes the names. */
export class S3 implements Service, ObjectWriter, ObjectFiles {
  readonly name = 's3';
  readonly throttlingCode = 'SlowDown';
  readonly maxBodyBytes = MAX_BODY_BYTES;
  readonly inputs = s3Inputs;
  readonly properties = s3Properties;
  readonly refusals = S3_REFUSALS;
  readonly permissions = (request: HttpRequest): readonly Access[] => this.accessesOf(request);
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
    const path = [bucket, key].filter((part) => part !== '').map(encodeURIComponent);
    const { operation, read } = this.openRest(request, `/${path.join('/')}`);
    if (operation !== 'DeleteObjects') return { operation, read };
    return { operation, read: () => ({ ...read(), Delete: readDeletion(contentOf(request).toString('utf8')) }) };
  };

  readonly handle = (request: HttpRequest, caller?: Caller): Promise<HttpResponse> =>
    Promise.resolve(request).then((received) => this.route(received, caller));

  readonly errorResponse = ({ code, message, status }: ServiceError): HttpResponse =>
    xmlResponse(
      code === 'SlowDown' ? 503 : status,
      'Error',
      leaf('Code', code),
      leaf('Message', message),
      leaf('RequestId', randomUUID()),
    );

  private route(request: HttpRequest, caller: Caller): HttpResponse {
    checkExpiry(request);
    const { bucket, key } = this.address(request);
    const call = callOf(request);
    if (bucket === '' && call === 'GET ') return this.listBuckets();
    const answer = (key === '' ? BUCKET_CALLS : OBJECT_CALLS)[call];
    if (!answer) throw new ServiceError('NotImplemented', `The embedded S3 does not support "${call.trim()}".`, 501);
    const declared = this.checkBucket(bucket);
    checkKey(key);
    const { store, surroundings } = this;
    const checkBucket = (name: string): void => void this.checkBucket(name);
    try {
      return answer({ request, bucket, key, declared, store, region: surroundings.region, checkBucket });
    } catch (error) {
      // S3 tells only callers that may list the bucket that a key does not exist.
      if (error instanceof ServiceError && error.code === 'NoSuchKey') {
        caller?.check({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` });
      }
      throw error;
    }
  }

  private accessesOf(request: HttpRequest): readonly Access[] {
    const { bucket, key } = this.address(request);
    const source = request.headers['x-amz-copy-source'];
    const copySource = source === undefined ? undefined : decode(source.replace(/^\//, ''));
    const body = (): string => contentOf(request).toString('utf8');
    return s3Accesses({ call: callOf(request), bucket, key, query: request.query, copySource, body });
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

  private listBuckets(): HttpResponse {
    const buckets = [...this.buckets.keys()].sort().map((name) => {
      const createdAt = new Date(this.store.bucketCreatedAt(name)).toISOString();
      return branch('Bucket', leaf('Name', name), leaf('CreationDate', createdAt));
    });
    const owner = branch('Owner', leaf('ID', this.surroundings.accountId));
    return xmlResponse(200, 'ListAllMyBucketsResult', owner, branch('Buckets', ...buckets));
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

/** The method of a request and the query parameters that select an operation. */
const callOf = ({ method, query }: HttpRequest): string => {
  const selecting = [...new Set(query.keys())].filter((name) => !NOT_SELECTING.test(name));
  return `${method} ${selecting.sort().join(',')}`;
};

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
