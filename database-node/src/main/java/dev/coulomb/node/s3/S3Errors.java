package dev.coulomb.node.s3;

import dev.coulomb.node.durability.files.StoreException;
import dev.coulomb.node.durability.files.StoreException.Problem;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What errors of a store and of the way to it mean: a pure function. */
final class S3Errors {
  private static final Set<String> CREDENTIALS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "ExpiredToken",
          "TokenRefreshRequired",
          "InvalidSecurity",
          "XAdminUserNotFound"); // Versity's word for an unknown key
  private static final Set<String> FULL =
      Set.of(
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded",
          "QuotaExceeded",
          "InsufficientCapacity");
  private static final Set<String> ELSEWHERE =
      Set.of(
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");
  private static final int FULL_STATUS = 507;

  private S3Errors() {}

  /**
   * The error as a sentence.
   *
   * @param doing what was asked for, as {@code write manifest.json}
   */
  static StoreException of(SdkException error, S3Config config, String doing) {
    if (error instanceof AwsServiceException answer) {
      return answered(answer, config, doing);
    }
    String place = config.place();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return new StoreException(
            Problem.CERTIFICATE_NOT_TRUSTED,
            "the certificate of the store is not trusted (%s): %s"
                .formatted(place, cause.getMessage()),
            error);
      }
    }
    return new StoreException(
        isTls(error) ? Problem.CERTIFICATE_NOT_TRUSTED : Problem.UNREACHABLE,
        "the store cannot be reached to %s (%s): %s".formatted(doing, place, root(error)),
        error);
  }

  private static StoreException answered(
      AwsServiceException answer, S3Config config, String doing) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String words = details == null || details.errorMessage() == null ? "" : details.errorMessage();
    int status = answer.statusCode();
    String said = (code + ", HTTP " + status + (words.isBlank() ? "" : ": " + words)).strip();
    String place = config.place();
    if (code.equals("NoSuchBucket")) {
      return new StoreException(Problem.BUCKET_NOT_FOUND, "there is no bucket " + place, answer);
    }
    if (ELSEWHERE.contains(code) || status == 301) {
      return new StoreException(
          Problem.BUCKET_NOT_FOUND,
          "the bucket %s is not in region %s (%s)".formatted(place, config.region(), said),
          answer);
    }
    return new StoreException(
        problem(code, status),
        "the store refused to %s (bucket %s): %s".formatted(doing, place, said),
        answer);
  }

  private static Problem problem(String code, int status) {
    if (CREDENTIALS.contains(code) || status == 401) {
      return Problem.BAD_CREDENTIALS;
    }
    if (status == 403) {
      return Problem.ACCESS_DENIED;
    }
    if (FULL.contains(code) || status == FULL_STATUS) {
      return Problem.NO_SPACE;
    }
    // Tried again often enough: it is not there for us.
    return status >= 500 ? Problem.UNREACHABLE : Problem.REFUSED;
  }

  private static boolean isTls(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  private static String root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? "" : ": " + root.getMessage();
    return root.getClass().getSimpleName() + message;
  }
}
