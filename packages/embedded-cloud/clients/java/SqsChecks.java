import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/** SQS, in JSON. The client checks the MD5 sums of bodies and attributes itself. */
final class SqsChecks {
  private static final String QUEUE = System.getenv("QUEUE_URL");

  static void run(Operations operations) {
    try (var client = SqsClient.create()) {
      operations.check(
          "sqs:GetQueueUrl",
          () -> {
            var refusal =
                Operations.refused(
                    QueueDoesNotExistException.class,
                    "AWS.SimpleQueueService.NonExistentQueue",
                    () -> client.getQueueUrl(request -> request.queueName("nowhere")));
            var url = client.getQueueUrl(request -> request.queueName("cinema-orders")).queueUrl();
            return refusal == null ? Operations.difference(url, QUEUE) : refusal;
          });
      operations.check(
          "sqs:SendMessage",
          () -> {
            var kind = MessageAttributeValue.builder().dataType("String").stringValue("greeting").build();
            var sent =
                client.sendMessage(
                    request -> request.queueUrl(QUEUE).messageBody("hello").messageAttributes(Map.of("kind", kind)));
            return Operations.difference(sent.md5OfMessageBody(), "5d41402abc4b2a76b9719d911017c592");
          });
      operations.check(
          "sqs:GetQueueAttributes",
          () -> {
            var name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
            var answer = client.getQueueAttributes(request -> request.queueUrl(QUEUE).attributeNames(name));
            return Operations.difference(answer.attributes(), Map.of(name, "1"));
          });
      operations.check("sqs:ReceiveMessage", () -> receive(client));
      operations.check(
          "sqs:DeleteMessage",
          () ->
              Operations.refused(
                  ReceiptHandleIsInvalidException.class,
                  "ReceiptHandleIsInvalid",
                  () -> client.deleteMessage(request -> request.queueUrl(QUEUE).receiptHandle("forged"))));
    }
  }

  private static String receive(SqsClient client) {
    var answer =
        client.receiveMessage(
            request -> request.queueUrl(QUEUE).waitTimeSeconds(5).messageAttributeNames("All"));
    var bodies = answer.messages().stream().map(message -> message.body()).toList();
    if (!bodies.equals(List.of("hello"))) return bodies + " instead of [hello]";
    var message = answer.messages().get(0);
    client.deleteMessage(request -> request.queueUrl(QUEUE).receiptHandle(message.receiptHandle()));
    return Operations.difference(message.messageAttributes().get("kind").stringValue(), "greeting");
  }
}
