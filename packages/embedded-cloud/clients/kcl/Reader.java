import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** An application of the KCL that reads a stream from its beginning and counts how often it gets each record. */
final class Reader {
  /** How often each record was processed, by its data. */
  final Map<String, Integer> seen = new ConcurrentHashMap<>();

  /** How many shards were read to their end. */
  final AtomicInteger endedShards = new AtomicInteger();

  private final Scheduler scheduler;
  private final Thread thread;

  private Reader(
      String application, String stream, KinesisAsyncClient kinesis, RetrievalSpecificConfig retrieval) {
    var configs =
        new ConfigsBuilder(
            new SingleStreamTracker(
                stream,
                InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
            application,
            kinesis,
            DynamoDbAsyncClient.create(),
            CloudWatchAsyncClient.create(),
            "worker-" + UUID.randomUUID(),
            CountingProcessor::new);
    // Shorter intervals than the defaults: the test is over sooner.
    scheduler =
        new Scheduler(
            configs.checkpointConfig(),
            configs.coordinatorConfig().parentShardPollIntervalMillis(500).shardConsumerDispatchPollIntervalMillis(200),
            configs.leaseManagementConfig().failoverTimeMillis(3_000).shardSyncIntervalMillis(2_000),
            configs.lifecycleConfig(),
            configs.metricsConfig(),
            configs.processorConfig(),
            configs.retrievalConfig().retrievalSpecificConfig(retrieval));
    thread = new Thread(scheduler, application);
    thread.setDaemon(true);
    thread.start();
  }

  static Reader polling(String application, String stream, KinesisAsyncClient kinesis) {
    return new Reader(application, stream, kinesis, new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(300));
  }

  static Reader fanOut(String application, String stream, KinesisAsyncClient kinesis) {
    var config = new FanOutConfig(kinesis).streamName(stream).applicationName(application);
    return new Reader(application, stream, kinesis, config);
  }

  void stop() throws Exception {
    scheduler.startGracefulShutdown().get(30, TimeUnit.SECONDS);
  }

  private final class CountingProcessor implements ShardRecordProcessor {
    @Override
    public void initialize(InitializationInput input) {}

    @Override
    public void processRecords(ProcessRecordsInput input) {
      for (var record : input.records()) {
        var data = new byte[record.data().remaining()];
        record.data().get(data);
        seen.merge(new String(data), 1, Integer::sum);
      }
      if (!input.records().isEmpty()) checkpoint(input.checkpointer());
    }

    @Override
    public void leaseLost(LeaseLostInput input) {}

    @Override
    public void shardEnded(ShardEndedInput input) {
      checkpoint(input.checkpointer());
      endedShards.incrementAndGet();
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      checkpoint(input.checkpointer());
    }

    private void checkpoint(RecordProcessorCheckpointer checkpointer) {
      try {
        checkpointer.checkpoint();
      } catch (InvalidStateException | ShutdownException error) {
        throw new IllegalStateException(error);
      }
    }
  }
}
