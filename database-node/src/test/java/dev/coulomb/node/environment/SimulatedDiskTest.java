package dev.coulomb.node.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A disk that lies has to lie in all the ways a real one does, and in no other. */
class SimulatedDiskTest {
  private static final int SECTOR = SimulatedFile.SECTOR_BYTES;
  private static final int SEEDS = 200;

  private static ByteBuffer filled(int length, char with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return ByteBuffer.wrap(bytes);
  }

  private static String content(Disk disk, String name) throws IOException {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size() + 1);
      int read = file.read(0, bytes);
      return new String(bytes.array(), 0, read, UTF_8);
    }
  }

  private static SimulatedDisk withForcedFile(long seed) throws IOException {
    SimulatedDisk disk = new SimulatedDisk(seed);
    try (DiskFile file = disk.create("file", 0)) {
      file.write(0, filled(2 * SECTOR, 'a'));
      file.force();
      disk.force();
    }
    return disk;
  }

  @Test
  void aLossOfPowerLeavesOfEachSectorAllNothingOrSome() throws IOException {
    Set<String> ends = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = withForcedFile(seed);
      try (DiskFile file = disk.open("file")) {
        file.write(SECTOR, filled(SECTOR, 'b'));
      }
      String left = content(disk.crash(), "file");
      assertThat(left.substring(0, SECTOR)).isEqualTo("a".repeat(SECTOR));
      String second = left.substring(SECTOR);
      assertThat(second).matches("b*a*").hasSize(SECTOR);
      ends.add(
          second.equals("b".repeat(SECTOR)) ? "all" : second.startsWith("b") ? "some" : "none");
    }
    assertThat(ends).containsExactlyInAnyOrder("all", "some", "none");
  }

  @Test
  void whatWasForcedStaysAndWhatWasWrittenOutlivesTheProcess() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = withForcedFile(seed);
      try (DiskFile file = disk.open("file")) {
        file.write(0, filled(SECTOR, 'b'));
        file.force();
        file.write(SECTOR, filled(SECTOR, 'c'));
      }
      SimulatedDisk next = disk.kill();
      assertThatThrownBy(disk::files).hasMessageContaining("gone");
      assertThat(content(next, "file")).isEqualTo("b".repeat(SECTOR) + "c".repeat(SECTOR));
      assertThat(content(next.crash(), "file")).startsWith("b".repeat(SECTOR));
    }
  }

  @Test
  void namesAreKeptOrLostUntilTheyAreForced() throws IOException {
    Set<Set<String>> ends = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = withForcedFile(seed);
      disk.create("fresh", SECTOR).close();
      disk.rename("file", "renamed");
      ends.add(new HashSet<>(disk.crash().files()));
    }
    assertThat(ends)
        .containsExactlyInAnyOrder(
            Set.of("file"), Set.of("renamed"), Set.of("file", "fresh"), Set.of("renamed", "fresh"));
  }

  @Test
  void aForceThatFailedIsNotMadeUpForByTheNext() throws IOException {
    Set<Boolean> kept = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = withForcedFile(seed);
      try (DiskFile file = disk.open("file")) {
        file.write(0, filled(SECTOR, 'b'));
        disk.failForcesAfter(0);
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        disk.failForcesAfter(1);
        file.force();
      }
      kept.add(content(disk.crash(), "file").startsWith("b".repeat(SECTOR)));
    }
    assertThat(kept).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void isFullForFilesThatGrowAndNotForRoomThatWasReserved() throws IOException {
    SimulatedDisk disk = new SimulatedDisk(1);
    disk.capacity(3 * SECTOR);
    try (DiskFile reserved = disk.create("reserved", 2 * SECTOR)) {
      assertThatThrownBy(() -> disk.create("more", 2 * SECTOR))
          .isInstanceOf(DiskFullException.class);
      try (DiskFile grows = disk.create("grows", 0)) {
        assertThatThrownBy(() -> grows.write(0, filled(2 * SECTOR, 'a')))
            .isInstanceOf(DiskFullException.class);
        grows.write(0, filled(SECTOR, 'a'));
      }
      reserved.write(0, filled(2 * SECTOR, 'b'));
      assertThat(disk.freeBytes()).isZero();
    }
  }

  @Test
  void decaysWhereItIsTold() throws IOException {
    SimulatedDisk disk = withForcedFile(7);
    disk.flipBit("file", 8L * 3);
    assertThat(content(disk, "file")).startsWith("aaa`aaa");
    disk.cut("file", 5);
    assertThat(content(disk.crash(), "file")).isEqualTo("aaa`a");
    SimulatedDisk other = withForcedFile(8);
    other.lose("file");
    assertThat(other.crash().files()).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameCrash() throws IOException {
    long different =
        LongStream.range(0, SEEDS).filter(seed -> !crashed(seed).equals(crashed(seed))).count();
    assertThat(different).isZero();
  }

  private static String crashed(long seed) {
    try {
      SimulatedDisk disk = withForcedFile(seed);
      try (DiskFile file = disk.open("file")) {
        file.write(0, filled(2 * SECTOR, 'b'));
      }
      return content(disk.crash(), "file");
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
