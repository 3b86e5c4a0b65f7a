package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.environment.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed while a node runs lasts, until its options say something else. */
final class KeptSettingsTest {
  private SimulatedDisk disk = new SimulatedDisk(1);

  private static Settings settings(Map<Setting, String> given) {
    return new Settings(given);
  }

  private static String opened(Disk disk, Map<Setting, String> given) throws IOException {
    Settings settings = settings(given);
    KeptSettings.open(disk, settings);
    return settings.get(Setting.MAX_CONNECTIONS);
  }

  private static void change(Disk disk, Map<Setting, String> given, String connections)
      throws IOException {
    KeptSettings.open(disk, settings(given)).keep(Map.of(Setting.MAX_CONNECTIONS, connections));
  }

  @Test
  void aChangeLasts() throws IOException {
    change(disk, Map.of(), "200");
    assertThat(opened(disk.crash(), Map.of())).isEqualTo("200");
  }

  @Test
  void theOptionsCountWhenTheySaySomethingElseThanBefore() throws IOException {
    Map<Setting, String> before = Map.of(Setting.MAX_CONNECTIONS, "100");
    change(disk, before, "200");
    assertThat(opened(disk, before)).isEqualTo("200");
    assertThat(opened(disk, Map.of(Setting.MAX_CONNECTIONS, "300"))).isEqualTo("300");
    assertThat(opened(disk, before)).isEqualTo("100");
  }

  @Test
  void anOptionThatIsLeftOutIsSomethingElse() throws IOException {
    change(disk, Map.of(Setting.MAX_CONNECTIONS, "100"), "200");
    assertThat(opened(disk, Map.of())).isEqualTo("1000");
  }

  @Test
  void whatIsChangedBackIsForgotten() throws IOException {
    Map<Setting, String> given = Map.of(Setting.MAX_CONNECTIONS, "100");
    change(disk, given, "200");
    change(disk, given, "100");
    assertThat(text(disk)).doesNotContain("max-connections");
  }

  @Test
  void changesOfOthersStay() throws IOException {
    change(disk, Map.of(), "200");
    KeptSettings.open(disk, settings(Map.of())).keep(Map.of(Setting.LOG_LEVEL, "warn"));
    Settings settings = settings(Map.of());
    KeptSettings.open(disk.kill(), settings);
    assertThat(settings.get(Setting.MAX_CONNECTIONS)).isEqualTo("200");
    assertThat(settings.get(Setting.LOG_LEVEL)).isEqualTo("warn");
  }

  @Test
  void whatThisVersionDoesNotKnowIsForgotten() throws IOException {
    write(
        """
        {"format": 1, "settings": {"warp": {"value": "9"}, "partitions": {"value": "4"},
        "sql.max-connections": {"value": "many"}, "log.level": {"value": "warn"}}}
        """);
    Settings settings = settings(Map.of());
    KeptSettings.open(disk, settings);
    assertThat(settings.get(Setting.MAX_CONNECTIONS)).isEqualTo("1000");
    assertThat(settings.get(Setting.PARTITIONS)).isEqualTo("32");
    assertThat(settings.get(Setting.LOG_LEVEL)).isEqualTo("warn");
    assertThat(text(disk)).contains("log.level").doesNotContain("warp", "partitions", "many");
  }

  @Test
  void aFileThatIsDamagedOrNewerStopsTheStart() throws IOException {
    write("{\"format\": 2}");
    assertThatThrownBy(() -> opened(disk, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("this version does not know: settings.json");
    disk = new SimulatedDisk(2);
    write("{");
    assertThatThrownBy(() -> opened(disk, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged file of settings");
  }

  /** A full disk does not keep a node from starting. */
  @Test
  void whatCannotBeTidiedIsOverruledAllTheSame() throws IOException {
    change(disk, Map.of(), "200");
    disk.failWritesAfter(0);
    assertThat(opened(disk, Map.of(Setting.MAX_CONNECTIONS, "300"))).isEqualTo("300");
    assertThat(text(disk)).contains("200");
  }

  /** Power is lost before and after each write and force: the old value is there, or the new. */
  @Test
  void aChangeIsKeptWholeOrNotAtAll() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      SimulatedDisk one = new SimulatedDisk(seed);
      change(one, Map.of(), "200");
      if (seed % 2 == 0) {
        one.failForcesAfter(seed / 2 % 3);
      } else {
        one.failWritesAfter(0);
      }
      String kept;
      try {
        change(one, Map.of(), "300");
        kept = "300";
      } catch (IOException failed) {
        kept = "200";
      }
      String found = opened(one.crash(), Map.of());
      assertThat(found).as("seed %s", seed).isIn("200", "300");
      if (kept.equals("300")) {
        assertThat(found).as("seed %s", seed).isEqualTo("300");
      }
    }
  }

  @Test
  void aChangeThatCannotBeKeptIsNotMade() throws IOException {
    Settings settings = settings(Map.of(Setting.VIEW_MEMORY, "1MiB"));
    LiveSettings live = new LiveSettings(settings, KeptSettings.open(disk, settings), 1);
    disk.failWritesAfter(0);
    assertThatThrownBy(() -> live.change(Map.of("sql.max-connections", "200")))
        .isInstanceOf(AdminError.class)
        .hasMessageContaining("nothing was changed");
    assertThat(live.connectionsMax()).isEqualTo(1000);
    assertThat(settings.get(Setting.MAX_CONNECTIONS)).isEqualTo("1000");
  }

  @Test
  void aNodeStartsWithWhatItWasToldWhileItRan(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    try (TestNode node = new TestNode(data, Map.of())) {
      node.node().control().change(Map.of("sql.max-connections", "7"));
    }
    try (TestNode node = new TestNode(data, Map.of())) {
      assertThat(node.node().control().status().settings())
          .containsEntry("sql.max-connections", "7");
    }
    try (TestNode node = new TestNode(data, Map.of(Setting.MAX_CONNECTIONS, "9"))) {
      assertThat(node.node().control().status().settings())
          .containsEntry("sql.max-connections", "9");
    }
  }

  private void write(String json) throws IOException {
    try (DiskFile file = disk.create("settings.json", 0)) {
      file.write(0, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
    disk.force();
  }

  private static String text(Disk disk) throws IOException {
    try (DiskFile file = disk.open("settings.json")) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(0, bytes);
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }
  }
}
