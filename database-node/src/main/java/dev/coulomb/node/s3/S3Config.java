package dev.coulomb.node.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of a snapshot are, and who asks for them.
 *
 * @param endpoint null: that of AWS in the region
 * @param prefix of the names of all objects; empty: they stand at the root of the bucket
 * @param pathStyle the bucket is in the path, not in the name of the host
 * @param caCertificates PEM of those who may sign the endpoint's certificate; null: those that the
 *     JVM trusts
 * @param patience how long a connection may take, and an answer be waited for
 */
public record S3Config(
    @Nullable URI endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    Credentials credentials,
    @Nullable String caCertificates,
    Duration patience) {

  /** Long enough for a store that is busy. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Who asks; never written anywhere.
   *
   * @param sessionToken of temporary credentials
   */
  public record Credentials(
      String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
    @Override
    public String toString() {
      return "credentials of " + accessKeyId;
    }
  }

  /** The name of the object of a file. */
  String key(String file) {
    return prefix.isEmpty() ? file : prefix + "/" + file;
  }

  /** For messages: the bucket, and where it is. */
  String place() {
    return endpoint == null ? bucket + " in " + region : bucket + " at " + endpoint;
  }
}
