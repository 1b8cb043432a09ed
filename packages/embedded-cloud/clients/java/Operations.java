import java.util.concurrent.Callable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reports each operation of a client as one line of JSON. */
final class Operations {
  private static boolean failed;

  private final String client;
  private final String version;

  Operations(String client, String version) {
    this.client = client;
    this.version = version;
  }

  /** Whether an operation of any client was answered unexpectedly. */
  static boolean failed() {
    return failed;
  }

  /** Reports the operation as answered as expected, unless `work` throws or returns something other than null. */
  void check(String operation, Callable<String> work) {
    String difference;
    try {
      difference = work.call();
    } catch (Throwable error) {
      difference = error.toString();
    }
    failed |= difference != null;
    String error = difference == null ? "" : ",\"error\":" + quote(difference);
    System.out.println(
        "{\"client\":%s,\"version\":%s,\"operation\":%s,\"ok\":%s%s}"
            .formatted(quote(client), quote(version), quote(operation), difference == null, error));
  }

  /** Null if the values are equal, and else a text that has both. */
  static String difference(Object actual, Object expected) {
    return expected.equals(actual) ? null : actual + " instead of " + expected;
  }

  /** Null if `work` throws a service error of the type with the code, and else what happened. */
  static String refused(Class<? extends AwsServiceException> type, String code, Callable<?> work) throws Exception {
    try {
      work.call();
    } catch (AwsServiceException error) {
      return type.isInstance(error) ? difference(error.awsErrorDetails().errorCode(), code) : error.toString();
    }
    return "no error instead of " + code;
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
  }
}
