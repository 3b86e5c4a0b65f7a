package dev.coulomb.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.settings.EngineSettings.Backups;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {

  private static final long DATA_BYTES = 1L << 30;

  private static final EngineSettings.Durability STANDARD =
      new EngineSettings.Durability("sync", 200, 1_024);

  @Test
  void theyAreCompleteWithoutAWord() {
    EngineSettings settings = EngineSettings.of(Map.of(), STANDARD, Backups.NONE, DATA_BYTES);
    assertThat(settings.live().toString())
        .isEqualTo(
            "{backup.rate=0B, checkpoint.log-size=1024MiB, checkpoint.rate=32MiB, durability.interval=200ms, log.level=info, memory.views=128MiB, memory.work=64MiB, sql.max-connections=1000, sql.max-statement-length=16MiB, sql.slow-statement=0, sql.statement-timeout=0, sql.view-age=3600s}");
    assertThat(settings.restart().toString())
        .isEqualTo("{durability=sync, log.format=text, memory.data=1024MiB}");
    assertThat(settings.dataMemoryBytes()).isEqualTo(DATA_BYTES);
  }

  @Test
  void backupsAndAnArchiveAreSaidOnlyWhereTheyAreWanted() {
    EngineSettings none = EngineSettings.of(Map.of(), STANDARD, Backups.NONE, DATA_BYTES);
    EngineSettings both =
        EngineSettings.of(
            Map.of(),
            STANDARD,
            new Backups(Optional.of("/backup"), OptionalInt.of(90)),
            DATA_BYTES);
    assertThat(none.toString()).doesNotContain("archive", "directory");
    assertThat(both.restartArguments())
        .containsSequence("--archive-enabled", "true", "--backup-directory", "/backup");
    assertThat(both.live()).containsEntry("archive.interval", "90s");
    assertThat(both.restartDigest()).isNotEqualTo(none.restartDigest());
    assertThat(both.liveDifferences(Map.of("archive.interval", "30s")))
        .isEqualTo(Map.of("archive.interval", "90s"));
    assertThat(EngineSettings.problems(Map.of("archive.enabled", "true")))
        .containsExactly("spec.config[archive.enabled] is decided by spec.archive; take it out");
  }

  @Test
  void oldPagesGetAnEighthOfTheDataUnlessToldOtherwise() {
    assertThat(
            EngineSettings.of(Map.of("memory.data", "4GiB"), STANDARD, Backups.NONE, DATA_BYTES)
                .live())
        .containsEntry("memory.views", "512MiB");
    assertThat(
            EngineSettings.of(Map.of("memory.views", "1GiB"), STANDARD, Backups.NONE, DATA_BYTES)
                .live())
        .containsEntry("memory.views", "1024MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory.work            | 1GiB     | 1024MiB
          memory.work            | 1048576  | 1MiB
          memory.work            | 1048577B | 1048577B
          sql.max-connections    | ' 0200 ' | 200
          sql.statement-timeout  | 90s      | 90s
          sql.statement-timeout  | 1m       | 60s
          sql.statement-timeout  | 1500ms   | 1500ms
          sql.statement-timeout  | 0s       | 0
          log.level              | debug    | debug
          """)
  void aValueHasOneForm(String name, String written, String canonical) {
    assertThat(EngineSettings.problems(Map.of(name, written))).isEmpty();
    assertThat(EngineSettings.of(Map.of(name, written), STANDARD, Backups.NONE, DATA_BYTES).live())
        .containsEntry(name, canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory.work           | 64MB    | is not a size from 64KiB to 1048576MiB, for example 64MiB
          memory.work           | 1KiB    | is not a size
          memory.work           | 999999999999999999GiB | is not a size
          sql.max-connections   | 0       | is not a whole number from 1 to 1000000
          sql.max-connections   | -5      | is not a whole number
          sql.statement-timeout | 30      | is not 0 or a time up to 604800s with its unit
          sql.statement-timeout | 8000h   | is not 0 or a time
          log.format            | xml     | is not one of text, json
          log.level             | trace   | is not one of error, warn, info, debug
          partitions            | 8       | is decided by spec.partitions; take it out
          tls.key               | /x      | is decided by spec.access.tls.secretRef; take it out
          sql.trust-loopback    | true    | is decided by the operator (always off); take it out
          durability            | none    | is decided by spec.durability.mode; take it out
          durability.interval   | 1s      | is decided by spec.durability.intervalMillis; take it out
          checkpoint.log-size   | 1GiB    | is decided by spec.durability.checkpointMegabytes; take it out
          memory.wrok           | 1GiB    | is not a setting of this version; settings are backup.rate, checkpoint.rate, log.format, log.level, memory.data
          """)
  void whatCannotBeUsedIsSaidInASentence(String name, String value, String sentence) {
    assertThat(EngineSettings.problems(Map.of(name, value)))
        .singleElement()
        .asString()
        .startsWith("spec.config[" + name + "]")
        .contains(sentence);
  }

  @Test
  void onlyTrueDifferencesAreDifferences() {
    EngineSettings wanted =
        EngineSettings.of(Map.of("memory.work", "1GiB"), STANDARD, Backups.NONE, DATA_BYTES);
    Map<String, String> effective = new TreeMap<>(wanted.live());
    effective.put("memory.work", "1GiB");
    effective.put("sql.statement-timeout", "0ms");
    effective.put("something.else", "1");
    assertThat(wanted.liveDifferences(effective)).isEmpty();
    effective.put("sql.max-connections", "5");
    effective.remove("log.level");
    assertThat(wanted.liveDifferences(effective))
        .as("a setting the node does not have is left alone")
        .isEqualTo(Map.of("sql.max-connections", "1000"));
  }

  @Test
  void theDigestChangesWithWhatNeedsARestartAndWithNothingElse() {
    String before = EngineSettings.of(Map.of(), STANDARD, Backups.NONE, DATA_BYTES).restartDigest();
    assertThat(
            EngineSettings.of(Map.of("memory.work", "1GiB"), STANDARD, Backups.NONE, DATA_BYTES)
                .restartDigest())
        .isEqualTo(before);
    assertThat(
            EngineSettings.of(Map.of("memory.data", "1GiB"), STANDARD, Backups.NONE, 7L << 30)
                .restartDigest())
        .isEqualTo(before);
    assertThat(
            EngineSettings.of(Map.of("log.format", "json"), STANDARD, Backups.NONE, DATA_BYTES)
                .restartDigest())
        .isNotEqualTo(before);
  }
}
