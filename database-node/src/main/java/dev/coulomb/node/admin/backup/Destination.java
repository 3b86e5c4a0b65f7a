package dev.coulomb.node.admin.backup;

import org.jspecify.annotations.Nullable;

/** The exact place of the files of one snapshot, or of an archive. Immutable. */
public sealed interface Destination {
  /** In words, without secrets: for logs and messages. */
  String describe();

  /**
   * Objects of a store that speaks S3.
   *
   * @param endpoint the URL of the store; null: that of AWS in the region
   * @param prefix what the names of the objects begin with, without a slash at its ends; may be
   *     empty
   * @param pathStyle the bucket is in the path of URLs, not in the name of the host
   * @param caCertificate PEM of whoever signs the certificate of the endpoint; null: those that the
   *     JVM trusts
   */
  record S3(
      @Nullable String endpoint,
      String region,
      String bucket,
      String prefix,
      boolean pathStyle,
      Credentials credentials,
      @Nullable String caCertificate)
      implements Destination {
    @Override
    public String describe() {
      String where = "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
      return endpoint == null ? where : where + " at " + endpoint;
    }
  }

  /** A directory that the node sees, of a mounted volume for example. */
  record Directory(String path) implements Destination {
    @Override
    public String describe() {
      return path;
    }
  }

  /**
   * Who the node is to the store. Kept in memory only, and never written anywhere.
   *
   * @param sessionToken of temporary credentials
   */
  record Credentials(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
    @Override
    public String toString() {
      return "credentials of " + accessKeyId;
    }
  }
}
