import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Kinesis, in CBOR: the synchronous client over HTTP/1.1 and the asynchronous one over HTTP/2. */
final class KinesisChecks {
  private static final String STREAM = System.getenv("STREAM");

  static void run(Operations operations) {
    try (var client = KinesisClient.create()) {
      var written = IntStream.range(0, 50).mapToObj(number -> "record " + number).sorted().toList();
      operations.check(
          "kinesis:PutRecords",
          () -> {
            var entries = written.stream().map(KinesisChecks::toEntry).toList();
            var answer = client.putRecords(request -> request.streamName(STREAM).records(entries));
            return Operations.difference(List.of(answer.failedRecordCount(), answer.records().size()), List.of(0, 50));
          });
      operations.check(
          "kinesis:DescribeStreamSummary",
          () -> {
            var summary = client.describeStreamSummary(request -> request.streamName(STREAM));
            return Operations.difference(summary.streamDescriptionSummary().openShardCount(), 3);
          });
      operations.check(
          "kinesis:DescribeStream",
          () ->
              Operations.refused(
                  ResourceNotFoundException.class,
                  "ResourceNotFoundException",
                  () -> client.describeStream(request -> request.streamName("nowhere"))));
      operations.check("kinesis:GetShardIterator", () -> Operations.difference(read(client), written));
      operations.check("kinesis:GetRecords", () -> Operations.difference(read(client), written));
    }
    runAsync(operations);
  }

  private static void runAsync(Operations operations) {
    try (var client = KinesisAsyncClient.create()) {
      operations.check(
          "kinesis:PutRecord",
          () -> {
            var put =
                client.putRecord(
                    request ->
                        request
                            .streamName(STREAM)
                            .partitionKey("k")
                            .explicitHashKey("0")
                            .data(SdkBytes.fromUtf8String("one")));
            return Operations.difference(put.join().shardId(), "shardId-000000000000");
          });
      operations.check(
          "kinesis:ListShards",
          () -> {
            var shards = client.listShards(request -> request.streamName(STREAM)).join().shards();
            var refusal =
                Operations.refused(
                    ResourceNotFoundException.class,
                    "ResourceNotFoundException",
                    () -> {
                      try {
                        return client.listShards(request -> request.streamName("nowhere")).join();
                      } catch (CompletionException error) {
                        throw (Exception) error.getCause();
                      }
                    });
            return refusal == null ? Operations.difference(shards.size(), 3) : refusal;
          });
    }
  }

  /** The data of every record, sorted. */
  private static List<String> read(KinesisClient client) {
    var data = new ArrayList<String>();
    for (var shard : client.listShards(request -> request.streamName(STREAM)).shards()) {
      var iterator =
          client.getShardIterator(
              request ->
                  request
                      .streamName(STREAM)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON));
      var records = client.getRecords(request -> request.shardIterator(iterator.shardIterator())).records();
      records.forEach(record -> data.add(record.data().asUtf8String()));
    }
    return data.stream().sorted().toList();
  }

  private static PutRecordsRequestEntry toEntry(String text) {
    return PutRecordsRequestEntry.builder().partitionKey(text).data(SdkBytes.fromUtf8String(text)).build();
  }
}
