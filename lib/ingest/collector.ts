import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { CollectEnv } from '../../lambdas/ingest/collect/env';
import type { StageConfig } from '../stages/config';
import { acknowledge } from '../foundation/acknowledge';
import type { EventStream } from './event-stream';
import { Handler } from '../foundation/handler';
import type { LedgerTable } from './ledger-table';
import type { Overflow } from './overflow';
import type { PseudonymKey } from './pseudonym-key';
import type { QualityQueue } from './quality-queue';
import type { Quarantine } from './quarantine';

/** Properties of a {@link Collector}. */
export interface CollectorProps {
  readonly stage: StageConfig;
  readonly events: EventStream;
  readonly overflow: Overflow;
  readonly quality: QualityQueue;
  readonly quarantine: Quarantine;
  readonly pseudonymKey: PseudonymKey;
  readonly ledger: LedgerTable;
}

/** Where players send their events: `POST /v1/events` on an HTTP API, answered by `collect`. */
export class Collector extends Construct {
  readonly api: HttpApi;
  readonly handler: Handler<CollectEnv>;
  /** The URL that players post to. */
  readonly eventsUrl: string;

  constructor(scope: Construct, id: string, props: CollectorProps) {
    super(scope, id);
    this.handler = this.createHandler(props);
    const { stage } = props;
    this.api = new HttpApi(this, 'Api', {
      apiName: `playhead-${stage.name}`,
      description: 'Takes viewing events.',
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...stage.allowedOrigins],
        allowMethods: [CorsHttpMethod.POST],
        allowHeaders: ['content-type', 'content-encoding'],
        exposeHeaders: ['retry-after'],
        maxAge: Duration.days(1),
      },
    });
    const [route] = this.api.addRoutes({
      path: '/v1/events',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Collect', this.handler),
    });
    if (route)
      acknowledge(route, 'Players send events before and without a login; collect checks what they send.', 'APIG4');
    const defaultStage = this.createStage(this.api, stage);
    this.eventsUrl = `${defaultStage.url}v1/events`;
  }

  private createHandler({
    stage,
    events,
    overflow,
    quality,
    quarantine,
    pseudonymKey,
    ledger,
  }: CollectorProps): Handler<CollectEnv> {
    const collect = new Handler<CollectEnv>(this, 'Collect', {
      subsystem: 'ingest',
      step: 'collect',
      stage,
      environment: {
        EVENT_STREAM_NAME: events.stream.streamName,
        EVENT_BUCKETS: String(events.buckets),
        OVERFLOW_QUEUE_URL: overflow.queue.queueUrl,
        QUALITY_QUEUE_URL: quality.queue.queueUrl,
        QUARANTINE_STREAM_NAME: quarantine.deliveryStream.deliveryStreamName,
        PSEUDONYM_SECRET_ARN: pseudonymKey.secret.secretArn,
        ALLOWED_ORIGINS: stage.allowedOrigins.join(','),
        ...ledger.environment,
      },
      memoryMiB: 1_024,
      timeout: Duration.seconds(28), // the HTTP API gives up at 30; every call's own limits add up to less
      description: 'Validates, pseudonymises and packs viewing events, and answers once they are durable.',
    });
    events.grantPut(collect);
    quarantine.grantPut(collect);
    overflow.queue.grant(collect, 'sqs:SendMessage');
    quality.grantSend(collect);
    pseudonymKey.grantRead(collect);
    ledger.grantNotes(collect);
    return collect;
  }

  private createStage(api: HttpApi, stage: StageConfig): HttpStage {
    const logGroup = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/playhead/${stage.name}/access`,
      retention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.requestRateLimit, burstLimit: stage.requestRateLimit },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: ACCESS_LOG_FORMAT },
    });
  }
}

/** Without the caller's address: that is personal data, and nothing here needs it. */
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
