package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The exact place of one snapshot or archive, as a node takes it: one of the two. It carries keys,
 * which are in no text that is made of it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeDestination(@Nullable S3 s3, @Nullable Directory directory) {

  /** In a bucket. */
  public static NodeDestination of(S3 s3) {
    return new NodeDestination(s3, null);
  }

  /** In a directory that the node sees. */
  public static NodeDestination of(Directory directory) {
    return new NodeDestination(null, directory);
  }

  /** Objects of a store that speaks S3, and who the node is to it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record S3(
      @Nullable String endpoint,
      String region,
      String bucket,
      String prefix,
      boolean pathStyle,
      String accessKeyId,
      String secretAccessKey,
      @Nullable String sessionToken,
      @Nullable String caCertificate) {

    @Override
    public String toString() {
      return "s3://" + bucket + "/" + prefix;
    }
  }

  /** A directory below the node's setting {@code backup.directory}. */
  public record Directory(String path) {}
}
