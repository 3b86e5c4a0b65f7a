package dev.coulomb.node.admin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.admin.AdminError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DestinationJsonTest {
  @Test
  void objectsOfAStore() throws IOException {
    assertThat(decode("request-s3.json"))
        .isEqualTo(
            new Destination.S3(
                "https://objects.example:9000",
                "us-east-1",
                "backups",
                "team/prod/demo/nightly-20261128",
                true,
                new Destination.Credentials("coulomb", "not-a-secret", null),
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"));
  }

  @Test
  void aDirectory() throws IOException {
    assertThat(decode("request-directory.json"))
        .isEqualTo(new Destination.Directory("/backup/demo/nightly-20261128"));
  }

  @Test
  void secretsAreInNoText() throws IOException {
    Destination destination = decode("request-s3.json");
    assertThat(destination.toString()).doesNotContain("not-a-secret");
    assertThat(destination.describe())
        .isEqualTo("s3://backups/team/prod/demo/nightly-20261128 at https://objects.example:9000");
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    assertThat(refused("bucket", null)).isEqualTo("destination.s3.bucket");
    assertThat(refused("bucket", "No_Such")).isEqualTo("destination.s3.bucket");
    assertThat(refused("region", "")).isEqualTo("destination.s3.region");
    assertThat(refused("endpoint", "objects.example")).isEqualTo("destination.s3.endpoint");
    assertThat(refused("endpoint", "ftp://objects")).isEqualTo("destination.s3.endpoint");
    assertThat(refused("endpoint", "http://me:secret@objects"))
        .isEqualTo("destination.s3.endpoint");
    assertThat(refused("prefix", "a//b")).isEqualTo("destination.s3.prefix");
    assertThat(refused("prefix", "a b")).isEqualTo("destination.s3.prefix");
    assertThat(refused("secretAccessKey", null)).isEqualTo("destination.s3.secretAccessKey");
    AdminError neither =
        catchThrowableOfType(
            AdminError.class,
            () -> DestinationJson.decode(new ObjectMapper().createObjectNode(), "destination"));
    assertThat(neither.field()).isEqualTo("destination");
  }

  private static @Nullable String refused(String name, @Nullable String value) throws IOException {
    ObjectNode request = (ObjectNode) BackupJsonTest.golden("request-s3.json");
    ((ObjectNode) request.path("destination").path("s3")).put(name, value);
    AdminError refused =
        catchThrowableOfType(
            AdminError.class,
            () -> DestinationJson.decode(request.path("destination"), "destination"));
    assertThat(refused.httpStatus()).isEqualTo(400);
    return refused.field();
  }

  private static Destination decode(String file) throws IOException {
    return DestinationJson.decode(BackupJsonTest.golden(file).path("destination"), "destination");
  }
}
