import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** S3, with the checksums that the SDK adds. */
final class S3Checks {
  private static final String BUCKET = System.getenv("FILMS_BUCKET");

  static void run(Operations operations) {
    try (var client = S3Client.create()) {
      operations.check(
          "s3:PutObject",
          () -> {
            var put = client.putObject(request -> request.bucket(BUCKET).key("java/ü 1.txt"), RequestBody.fromString("hello"));
            return Operations.difference(
                List.of(put.eTag(), put.checksumCRC32()), List.of("\"5d41402abc4b2a76b9719d911017c592\"", "NhCmhg=="));
          });
      operations.check(
          "s3:GetObject",
          () -> {
            var content =
                client.getObjectAsBytes(request -> request.bucket(BUCKET).key("java/ü 1.txt").range("bytes=1-3"));
            var refusal =
                Operations.refused(
                    NoSuchKeyException.class,
                    "NoSuchKey",
                    () -> client.getObjectAsBytes(request -> request.bucket(BUCKET).key("absent")));
            return refusal == null ? Operations.difference(content.asUtf8String(), "ell") : refusal;
          });
      operations.check(
          "s3:ListObjectsV2",
          () -> {
            for (var name : List.of("java/a", "java/b")) {
              client.putObject(request -> request.bucket(BUCKET).key(name), RequestBody.empty());
            }
            var pages = client.listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix("java/").maxKeys(1));
            var keys = pages.contents().stream().map(object -> object.key()).toList();
            return Operations.difference(keys, List.of("java/a", "java/b", "java/ü 1.txt"));
          });
    }
  }
}
