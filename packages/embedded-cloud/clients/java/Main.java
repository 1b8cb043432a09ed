import software.amazon.awssdk.core.util.VersionInfo;

/** Calls the services with the AWS SDK for Java 2 as it comes, and compares the answers with what it expects. */
public final class Main {
  public static void main(String[] arguments) throws Exception {
    var operations = new Operations("Java SDK 2", VersionInfo.SDK_VERSION);
    KinesisChecks.run(operations);
    CloudWatchChecks.run(operations);
    SqsChecks.run(operations);
    DynamoDbChecks.run(operations);
    S3Checks.run(operations);
    System.exit(Operations.failed() ? 1 : 0);
  }
}
