package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.node.Setting.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir private Path folder;

  @Test
  void defaultsAreGoodValues() {
    for (Setting setting : Setting.values()) {
      setting
          .defaultValue()
          .ifPresent(
              value -> assertThat(setting.checked(value)).as(setting.name()).isEqualTo(value));
    }
  }

  @Test
  void everyOptionAndPropertyIsThereOnce() {
    assertThat(Arrays.stream(Setting.values()).map(Setting::option)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Setting.values()).map(Setting::property)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024",
    "64MiB, 67108864",
    "64mb, 67108864",
    "2Gi, 2147483648",
    "2 GiB, 2147483648",
    "10k, 10240",
    "1T, 1099511627776",
    "7b, 7"
  })
  void sizesHaveUnitsOf1024(String text, long bytes) {
    assertThat(Checks.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "250, 250",
    "250ms, 250",
    "30s, 30000",
    "5m, 300000",
    "5min, 300000",
    "2h, 7200000",
    "1d, 86400000"
  })
  void durationsHaveUnits(String text, long millis) {
    assertThat(Checks.time(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "SQL_PORT, 65536",
    "SQL_PORT, -1",
    "SQL_PORT, http",
    "PARTITIONS, 0",
    "PARTITIONS, 1025",
    "WORK_MEMORY, 1KiB",
    "WORK_MEMORY, much",
    "WORK_MEMORY, -1",
    "WORK_MEMORY, 999999999999999T",
    "DATA_MEMORY, 1MiB",
    "MAX_CONNECTIONS, 0",
    "STATEMENT_TIMEOUT, soon",
    "STATEMENT_TIMEOUT, 999999999999d",
    "LOG_FORMAT, xml",
    "LOG_LEVEL, loud",
    "TRUST_LOOPBACK, perhaps",
    "NODE_NAME, ''",
    "EXPECTED_ID, demo-0"
  })
  void badValuesAreSaidWithTheirProperty(Setting setting, String value) {
    assertThatThrownBy(() -> setting.checked(value))
        .isInstanceOf(BadSetting.class)
        .hasMessageStartingWith(setting.property() + ": ");
  }

  @Test
  void aFileGivesValuesByProperty() throws IOException {
    Path file =
        Files.writeString(folder.resolve("p"), "# of a test\ndata=/data\nmemory.work = 1MiB\n");
    assertThat(Settings.read(file))
        .isEqualTo(Map.of(Setting.DATA, "/data", Setting.WORK_MEMORY, "1MiB"));
  }

  @Test
  void aPropertyThatNobodyKnowsIsAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "memory.wrok=1MiB\n");
    assertThatThrownBy(() -> Settings.read(file))
        .isInstanceOf(BadSetting.class)
        .hasMessage("memory.wrok: is not a setting of this version");
  }

  @Test
  void aFileThatIsNoneOfPropertiesIsAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "data=\\u12\n");
    assertThatThrownBy(() -> Settings.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("not a file of properties: " + file);
  }

  @Test
  void aCertificateComesWithItsKey() {
    assertThatThrownBy(() -> new Settings(Map.of(Setting.TLS_KEY, "/key")))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining("a certificate and a key come together");
  }

  @Test
  void aSecretIsReadAgainAndTheLastGoodOneStays() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "one\n");
    WatchedFile secret = new WatchedFile(file);
    assertThat(secret.content()).contains("one");
    Files.writeString(file, "two");
    assertThat(secret.content()).contains("two");
    Files.delete(file);
    assertThat(secret.content()).contains("two");
    Files.writeString(file, " \n");
    assertThat(secret.content()).isEmpty();
  }
}
