import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { CollectEnv } from '../../lambdas/ingest/collect/env';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { StageLogGroup } from '../foundation/stage-log-group';
import { nameIn } from '../foundation/subsystem-stack';
import type { IngestConfig } from './config';
import type { EventStream } from './event-stream';
import type { LedgerTable } from './ledger-table';
import type { Overflow } from './overflow';
import type { PseudonymKey } from './pseudonym-key';
import type { QualityQueue } from './quality-queue';
import type { Quarantine } from './quarantine';
import type { SuppressedViewers } from './suppressed-viewers';

/** Properties of a {@link Collector}. */
export interface CollectorProps {
  readonly config: IngestConfig;
  readonly events: EventStream;
  readonly overflow: Overflow;
  readonly quality: QualityQueue;
  readonly quarantine: Quarantine;
  readonly pseudonymKey: PseudonymKey;
  readonly suppressedViewers: SuppressedViewers;
  readonly ledger: LedgerTable;
}

/** The HTTP API to which players send their events, `POST /v1/events`, with the function `collect` behind it. */
export class Collector extends Construct {
  readonly api: HttpApi;
  readonly handler: Handler<CollectEnv>;
  /** The URL that players post to. */
  readonly eventsUrl: string;

  constructor(scope: Construct, id: string, props: CollectorProps) {
    super(scope, id);
    const { allowedOrigins } = props.config;
    this.handler = this.createHandler(props);
    this.api = new HttpApi(this, 'Api', {
      apiName: nameIn(this),
      description: 'Receives viewing events.',
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...allowedOrigins],
        allowMethods: [CorsHttpMethod.POST],
        allowHeaders: ['content-type', 'content-encoding'],
        exposeHeaders: ['retry-after', 'accept-encoding'],
        maxAge: Duration.days(1),
      },
    });
    const [route] = this.api.addRoutes({
      path: '/v1/events',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Collect', this.handler),
    });
    if (route)
      acknowledge(route, 'Players send events before a login or without one; collect validates them.', 'APIG4');
    this.eventsUrl = `${this.createStage(props.config).url}v1/events`;
  }

  private createHandler(props: CollectorProps): Handler<CollectEnv> {
    const { events, overflow, quality, quarantine, pseudonymKey, suppressedViewers, ledger } = props;
    const collect = new Handler<CollectEnv>(this, 'Collect', {
      step: 'collect',
      environment: {
        EVENT_STREAM_NAME: events.stream.streamName,
        EVENT_BUCKETS: String(events.buckets),
        OVERFLOW_QUEUE_URL: overflow.queue.queueUrl,
        QUALITY_QUEUE_URL: quality.queue.queueUrl,
        QUARANTINE_STREAM_NAME: quarantine.deliveryStream.deliveryStreamName,
        PSEUDONYM_SECRET_ARN: pseudonymKey.secret.secretArn,
        ALLOWED_ORIGINS: props.config.allowedOrigins.join(','),
        ...suppressedViewers.environment,
        ...ledger.environment,
      },
      memoryMiB: 1_024,
      timeout: Duration.seconds(28), // the HTTP API times out after 30 s; the timeouts of all calls add up to less
      description: 'Validates, pseudonymises and packs viewing events, and answers once they are durable.',
    });
    events.grantPut(collect);
    quarantine.grantPut(collect);
    overflow.grantSend(collect);
    quality.grantSend(collect);
    pseudonymKey.grantRead(collect);
    suppressedViewers.grantRecognise(collect);
    ledger.grantNotes(collect);
    return collect;
  }

  private createStage({ requestRateLimit, requestBurstLimit }: IngestConfig): HttpStage {
    const logGroup = new StageLogGroup(this, 'AccessLogs', 'access');
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requestRateLimit, burstLimit: requestBurstLimit },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: ACCESS_LOG_FORMAT },
    });
  }
}

/** Does not contain the caller's address, which is personal data and not needed. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    responseBytes: '$context.responseLength',
    error: '$context.error.message',
  }),
);
