package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where snapshots or an archive lie: exactly one of the places. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.s3) != has(self.volume)",
    message = "a destination is exactly one of s3 and volume")
public record Destination(
    @JsonPropertyDescription("A bucket of S3, or of a store that speaks S3's protocol.")
        @Nullable S3 s3,
    @JsonPropertyDescription(
            "A directory on a volume: the claim that the cluster mounts by spec.backup.volumeClaim.")
        @Nullable Volume volume) {

  /** Words joined by single slashes; none of them can lead upwards. */
  private static final String PATH =
      "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$";

  /** A bucket. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record S3(
      @JsonPropertyDescription(
              "Address of the store, for example https://minio.storage.svc:9000. Absent: AWS, by the region.")
          @Size(max = 512)
          @Pattern("^https?://[^/?#@]+/?$")
          @Nullable String endpoint,
      @JsonPropertyDescription("Region of the bucket, as requests are signed for it.")
          @Default("us-east-1")
          @Pattern("^[a-z0-9][a-z0-9-]{0,62}$")
          String region,
      @JsonPropertyDescription("Name of the bucket; it must exist.")
          @Required
          @Pattern("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
          String bucket,
      @JsonPropertyDescription(
              "What the names of all objects begin with, for example team/prod. The operator adds the name of the cluster and of the backup.")
          @Size(max = 512)
          @Pattern(PATH)
          @Nullable String prefix,
      @JsonPropertyDescription(
              "Whether the bucket stands in the path of requests (most stores of one's own want that) or in the host name (AWS). Default: true when endpoint is set.")
          @Nullable Boolean pathStyle,
      @JsonPropertyDescription(
              "Secret with the keys accessKeyId and secretAccessKey, and sessionToken where there is one; AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN are understood too. It is read whenever it is used, so keys may be changed.")
          @Required
          SecretRef credentialsSecretRef,
      @JsonPropertyDescription(
              "Certificate, in PEM, of the authority that signed the endpoint's certificate. Absent: those that Java trusts.")
          @Nullable CaRef caSecretRef) {

    public S3 {
      region = region == null ? "us-east-1" : region;
    }

    /** Whether the bucket stands in the path of requests. */
    public boolean bucketInPath() {
      return pathStyle == null ? endpoint != null : pathStyle;
    }
  }

  /** A certificate in a Secret. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CaRef(
      @JsonPropertyDescription("Name of the Secret, in the namespace of the cluster.")
          @Required
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("Key in the Secret.") @Default("ca.crt") @Size(min = 1, max = 253)
          String key) {

    public CaRef {
      key = key == null ? "ca.crt" : key;
    }
  }

  /** A directory on a volume. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Volume(
      @JsonPropertyDescription(
              "Name of the PersistentVolumeClaim, in the namespace of the cluster.")
          @Required
          @Pattern("^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$")
          String claimName,
      @JsonPropertyDescription(
              "Directory on the volume, for example nightly. Absent: its root. The operator adds the name of the cluster and of the backup.")
          @Size(max = 512)
          @Pattern(PATH)
          @Nullable String path) {}
}
