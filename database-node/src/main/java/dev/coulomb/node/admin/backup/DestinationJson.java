package dev.coulomb.node.admin.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.node.admin.AdminError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Destinations as JSON, from requests only: {@code {"s3": {…}}} or {@code {"directory": {"path":
 * "…"}}}. Golden files hold the names, here and in the operator.
 */
public final class DestinationJson {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()/-]{0,512}");
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private DestinationJson() {}

  /**
   * Reads one; throws {@link AdminError} with the field that is wrong.
   *
   * @param field where in the request it stands
   */
  public static Destination decode(JsonNode json, String field) {
    boolean s3 = json.path("s3").isObject();
    boolean directory = json.path("directory").isObject();
    if (s3 == directory) {
      throw bad(field, "a destination is an object that has either s3 or directory");
    }
    return s3
        ? s3(json.path("s3"), field + ".s3")
        : new Destination.Directory(required(json.path("directory"), "path", field + ".directory"));
  }

  private static Destination.S3 s3(JsonNode json, String field) {
    return new Destination.S3(
        endpoint(optional(json, "endpoint"), field),
        required(json, "region", field),
        checked(required(json, "bucket", field), BUCKET, field + ".bucket"),
        prefix(json.path("prefix").asText(""), field + ".prefix"),
        json.path("pathStyle").asBoolean(false),
        new Destination.Credentials(
            required(json, "accessKeyId", field),
            required(json, "secretAccessKey", field),
            optional(json, "sessionToken")),
        optional(json, "caCertificate"));
  }

  private static @Nullable String endpoint(@Nullable String endpoint, String field) {
    if (endpoint == null) {
      return null;
    }
    if (!isAddress(endpoint)) {
      throw bad(
          field + ".endpoint", "an endpoint is an http or https URL, without user and password");
    }
    return endpoint;
  }

  private static boolean isAddress(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  private static String prefix(String prefix, String field) {
    String checked = checked(prefix.replaceAll("^/+|/+$", ""), PREFIX, field);
    if (checked.contains("//")) {
      throw bad(field, "a prefix has no empty steps");
    }
    return checked;
  }

  private static String checked(String value, Pattern pattern, String field) {
    if (!pattern.matcher(value).matches()) {
      throw bad(field, "this name has characters or a length that no store takes");
    }
    return value;
  }

  private static String required(JsonNode json, String name, String field) {
    String value = optional(json, name);
    if (value == null) {
      throw bad(field + "." + name, "this must be given");
    }
    return value;
  }

  private static @Nullable String optional(JsonNode json, String name) {
    String value = json.path(name).asText("");
    return json.path(name).isNull() || value.isBlank() ? null : value;
  }

  private static AdminError bad(String field, String sentence) {
    return new AdminError(400, "destination", sentence, field);
  }
}
