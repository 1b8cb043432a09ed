import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { Logs } from '../../../src/services/logs/logs';
import { Endpoint } from '../../../src/testing/endpoint';

/** The time at which tests start, epoch ms. */
export const NOON = Date.UTC(2026, 10, 30, 12);

/** CloudWatch Logs with a clock that the test sets, and a client. */
export class TestLogs {
  now = NOON;
  logs: Logs;
  readonly client: CloudWatchLogsClient;

  private constructor(readonly endpoint: Endpoint) {
    this.logs = this.restart();
    this.client = new CloudWatchLogsClient(endpoint.clientConfig());
  }

  static async open(): Promise<TestLogs> {
    return new TestLogs(await Endpoint.open());
  }

  restart(): Logs {
    this.logs = this.endpoint.add(new Logs(this.endpoint.surroundings, () => this.now));
    return this.logs;
  }

  /** Creates a group with a stream and puts one event per message, a second apart from noon on. */
  async put(logGroupName: string, logStreamName: string, messages: readonly string[]): Promise<void> {
    await this.client.send(new CreateLogGroupCommand({ logGroupName })).catch(() => undefined);
    await this.client.send(new CreateLogStreamCommand({ logGroupName, logStreamName })).catch(() => undefined);
    const logEvents = messages.map((message, n) => ({ timestamp: NOON + n * 1_000, message }));
    await this.client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
  }
}
