import type { ServiceContext } from '../core/service-module';
import { athena } from './athena';
import { cloudformation } from './cloudformation';
import { cloudwatch } from './cloudwatch';
import { dynamodb } from './dynamodb';
import { ec2 } from './ec2';
import { firehose } from './firehose';
import { glue } from './glue';
import { httpApi } from './http-api';
import { iam } from './iam';
import { kinesis } from './kinesis';
import { kms } from './kms';
import { lambda } from './lambda';
import { logs } from './logs';
import { redshiftData } from './redshift-data';
import { s3 } from './s3';
import { scheduler } from './scheduler';
import { secretsManager } from './secrets-manager';
import { serviceQuotas } from './service-quotas';
import { sns } from './sns';
import { sqs } from './sqs';
import { sts } from './sts';

/**
 * Every service, in the order in which they start. They stop in reverse order, so that a service that calls others stops
 * before they do, and everything it accepted is durable. A service comes after those that it calls, whether through a port
 * or, as functions do, through the endpoint.
 */
export const SERVICES = [
  iam,
  kms,
  logs,
  kinesis,
  sqs,
  s3,
  glue,
  firehose,
  athena,
  redshiftData,
  dynamodb,
  lambda,
  httpApi,
  secretsManager,
  scheduler,
  sns,
  cloudwatch,
  cloudformation,
  sts,
  serviceQuotas,
  ec2,
] as const;

/** The services of a running cloud, by the names of their folders. */
export type Services = {
  readonly [Module in (typeof SERVICES)[number] as Module['name']]: ReturnType<Module['create']>;
};

/** Creates every service, in the order of the list. */
export const createServices = (context: ServiceContext): Services =>
  Object.fromEntries(SERVICES.map(({ name, create }) => [name, create(context)])) as Services;
