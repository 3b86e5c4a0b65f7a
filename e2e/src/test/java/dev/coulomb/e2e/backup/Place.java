package dev.coulomb.e2e.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.e2e.programs.S3Process;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a snapshot or an archive is, as requests to a node say it. */
sealed interface Place {
  ObjectMapper JSON = new ObjectMapper();

  ObjectNode json();

  /** The place below this one. */
  Place below(String name);

  /** How it is named on the command line of {@code coulomb-node}. */
  String[] words();

  /** What the command line needs in its environment. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** A directory that the node can see. */
  record Directory(Path path) implements Place {
    @Override
    public ObjectNode json() {
      ObjectNode place = JSON.createObjectNode();
      place.putObject("directory").put("path", path.toString());
      return place;
    }

    @Override
    public Place below(String name) {
      return new Directory(path.resolve(name));
    }

    @Override
    public String[] words() {
      return new String[] {path.toString()};
    }
  }

  /**
   * A prefix in a bucket.
   *
   * @param caCertificate PEM; null: what Java trusts
   */
  record Bucket(
      String endpoint,
      String bucket,
      String prefix,
      String accessKeyId,
      String secretAccessKey,
      @Nullable String caCertificate)
      implements Place {
    /** With the keys that the server knows. */
    static Bucket of(S3Process server, String bucket, String prefix) {
      return new Bucket(
          server.endpoint().toString(),
          bucket,
          prefix,
          S3Process.ACCESS_KEY_ID,
          S3Process.SECRET_ACCESS_KEY,
          null);
    }

    Bucket keys(String id, String secret) {
      return new Bucket(endpoint, bucket, prefix, id, secret, caCertificate);
    }

    Bucket trusting(@Nullable String certificate) {
      return new Bucket(endpoint, bucket, prefix, accessKeyId, secretAccessKey, certificate);
    }

    @Override
    public ObjectNode json() {
      ObjectNode place = JSON.createObjectNode();
      ObjectNode s3 =
          place
              .putObject("s3")
              .put("endpoint", endpoint)
              .put("region", S3Process.REGION)
              .put("bucket", bucket)
              .put("prefix", prefix)
              .put("pathStyle", true)
              .put("accessKeyId", accessKeyId)
              .put("secretAccessKey", secretAccessKey);
      if (caCertificate != null) {
        s3.put("caCertificate", caCertificate);
      }
      return place;
    }

    @Override
    public Place below(String name) {
      return new Bucket(
          endpoint, bucket, prefix + "/" + name, accessKeyId, secretAccessKey, caCertificate);
    }

    @Override
    public String[] words() {
      return new String[] {
        "s3://" + bucket + "/" + prefix,
        "--s3-endpoint",
        endpoint,
        "--s3-region",
        S3Process.REGION,
        "--s3-path-style"
      };
    }

    @Override
    public Map<String, String> environment() {
      return Map.of("AWS_ACCESS_KEY_ID", accessKeyId, "AWS_SECRET_ACCESS_KEY", secretAccessKey);
    }
  }
}
