import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.kinesis.common.KinesisClientUtil;

/** Reads a whole stream with two applications of the KCL, one that polls and one with enhanced fan-out. */
public final class Main {
  private static final int RECORDS = 6_000;
  private static final int BATCH = 500;
  private static final String STREAM = System.getenv("STREAM");

  public static void main(String[] arguments) throws Exception {
    var version = Main.class.getClassLoader().getResource("software/amazon/kinesis").getPath();
    var operations = new Operations("KCL", version.replaceAll(".*-client-([\\d.]+)\\.jar.*", "$1"));
    try (var kinesis = KinesisClient.create()) {
      write(kinesis, 0, RECORDS / 2);
      split(kinesis);
      write(kinesis, RECORDS / 2, RECORDS);
    }
    KinesisAsyncClient async = KinesisClientUtil.createKinesisAsyncClient(KinesisAsyncClient.builder());
    var polling = Reader.polling("kcl-polling", STREAM, async);
    var fanOut = Reader.fanOut("kcl-fan-out", STREAM, async);
    check(operations, "by polling", "kcl-polling", polling);
    check(operations, "with enhanced fan-out", "kcl-fan-out", fanOut);
    System.exit(Operations.failed() ? 1 : 0);
  }

  private static void check(Operations operations, String way, String application, Reader reader) {
    operations.check(
        "reads %d records of 5 shards %s, each exactly once".formatted(RECORDS, way),
        () -> {
          waitFor(() -> reader.seen.size() >= RECORDS && reader.endedShards.get() >= 1, 240);
          var repeated = reader.seen.values().stream().filter(times -> times != 1).count();
          return Operations.difference(
              Map.of("read", reader.seen.size(), "repeated", repeated, "shards ended", reader.endedShards.get()),
              Map.of("read", RECORDS, "repeated", 0L, "shards ended", 1));
        });
    operations.check(
        "keeps its leases in DynamoDB and stops, %s".formatted(way),
        () -> {
          reader.stop();
          try (var dynamo = DynamoDbClient.create()) {
            var leases = dynamo.scan(request -> request.tableName(application)).items();
            var checkpoints = leases.stream().filter(lease -> lease.containsKey("checkpoint"));
            var kinds = checkpoints.map(lease -> kindOf(lease.get("checkpoint").s())).sorted().toList();
            return Operations.difference(kinds, List.of("SHARD_END", "number", "number", "number", "number"));
          }
        });
    operations.check(
        "publishes its metrics, %s".formatted(way),
        () -> {
          try (var cloudWatch = CloudWatchClient.create()) {
            var names =
                cloudWatch.listMetrics(request -> request.namespace(application)).metrics().stream()
                    .map(metric -> metric.metricName())
                    .toList();
            return names.contains("RecordsProcessed") ? null : "the metrics are " + names;
          }
        });
  }

  private static String kindOf(String checkpoint) {
    return checkpoint.matches("\\d+") ? "number" : checkpoint;
  }

  /** Writes the records from..to; a record that was throttled is written again. */
  private static void write(KinesisClient kinesis, int from, int to) throws InterruptedException {
    for (int start = from; start < to; start += BATCH) {
      var entries = IntStream.range(start, start + BATCH).mapToObj(Main::toEntry).toList();
      while (!entries.isEmpty()) {
        var batch = entries;
        var results = kinesis.putRecords(request -> request.streamName(STREAM).records(batch)).records();
        entries = IntStream.range(0, batch.size()).filter(i -> results.get(i).errorCode() != null).mapToObj(batch::get).toList();
        if (!entries.isEmpty()) Thread.sleep(100);
      }
    }
  }

  private static PutRecordsRequestEntry toEntry(int number) {
    var data = SdkBytes.fromUtf8String("record " + number);
    return PutRecordsRequestEntry.builder().partitionKey(String.valueOf(number)).data(data).build();
  }

  /** Splits the first shard in the middle. */
  private static void split(KinesisClient kinesis) throws Exception {
    var shard = kinesis.listShards(request -> request.streamName(STREAM)).shards().get(0);
    var range = shard.hashKeyRange();
    var middle = new BigInteger(range.startingHashKey()).add(new BigInteger(range.endingHashKey())).shiftRight(1);
    kinesis.splitShard(
        request -> request.streamName(STREAM).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString()));
    waitFor(
        () ->
            kinesis.describeStreamSummary(request -> request.streamName(STREAM)).streamDescriptionSummary().streamStatus()
                == StreamStatus.ACTIVE,
        30);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until the condition holds, at most the given number of seconds. */
  private static void waitFor(Condition condition, int seconds) throws Exception {
    var deadline = System.nanoTime() + seconds * 1_000_000_000L;
    while (!condition.holds() && System.nanoTime() < deadline) Thread.sleep(100);
  }
}
