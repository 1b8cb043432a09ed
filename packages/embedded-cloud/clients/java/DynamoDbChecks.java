import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** DynamoDB. */
final class DynamoDbChecks {
  private static final String TABLE = System.getenv("DYNAMO_TABLE");

  static void run(Operations operations) {
    try (var client = DynamoDbClient.create()) {
      operations.check(
          "dynamodb:PutItem",
          () -> {
            for (int seat = 1; seat <= 10; seat++) {
              var item = key(seat);
              client.putItem(request -> request.tableName(TABLE).item(item));
            }
            return Operations.refused(
                ConditionalCheckFailedException.class,
                "ConditionalCheckFailedException",
                () ->
                    client.putItem(
                        request ->
                            request.tableName(TABLE).item(key(1)).conditionExpression("attribute_not_exists(hall)")));
          });
      operations.check(
          "dynamodb:GetItem",
          () -> {
            var item = client.getItem(request -> request.tableName(TABLE).key(key(2))).item();
            var refusal =
                Operations.refused(
                    ResourceNotFoundException.class,
                    "ResourceNotFoundException",
                    () -> client.getItem(request -> request.tableName("nowhere").key(key(2))));
            return refusal == null ? Operations.difference(item, key(2)) : refusal;
          });
      operations.check(
          "dynamodb:Query",
          () -> {
            var pages =
                client.queryPaginator(
                    request ->
                        request
                            .tableName(TABLE)
                            .limit(3)
                            .keyConditionExpression("hall = :hall")
                            .expressionAttributeValues(Map.of(":hall", AttributeValue.fromS("A"))));
            var seats = pages.items().stream().map(item -> item.get("seat").n()).toList();
            return Operations.difference(seats, IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toList());
          });
    }
  }

  private static Map<String, AttributeValue> key(int seat) {
    return Map.of("hall", AttributeValue.fromS("A"), "seat", AttributeValue.fromN(String.valueOf(seat)));
  }
}
