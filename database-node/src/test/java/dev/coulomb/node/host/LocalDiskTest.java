package dev.coulomb.node.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;
  private LocalDisk disk;

  @BeforeEach
  void open() throws IOException {
    disk = LocalDisk.open(folder.resolve("a/b"));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String read(DiskFile file, long offset, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    int read = file.read(offset, into);
    return new String(into.array(), 0, read, UTF_8);
  }

  @Test
  void keepsWhatWasWrittenUnderItsName() throws IOException {
    try (DiskFile file = disk.create("one", 0)) {
      file.write(3, bytes("abc"));
      file.write(0, bytes("xyz"));
      file.force();
      assertThat(file.size()).isEqualTo(6);
    }
    disk.force();
    try (DiskFile file = disk.open("one")) {
      assertThat(read(file, 0, 10)).isEqualTo("xyzabc");
      assertThat(read(file, 6, 10)).isEmpty();
      file.truncate(2);
      file.force();
      assertThat(read(file, 1, 10)).isEqualTo("y");
    }
  }

  @Test
  void reservesRoomThatIsZeroUntilItIsWritten() throws IOException {
    try (DiskFile file = disk.create("one", 3 * MEGABYTE + 5)) {
      assertThat(file.size()).isEqualTo(3 * MEGABYTE + 5);
      assertThat(read(file, MEGABYTE, 4)).isEqualTo("\0\0\0\0");
    }
    assertThatThrownBy(() -> disk.create("one", 1)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void renamesAndDeletesInOneStep() throws IOException {
    disk.create("one", 0).close();
    try (DiskFile two = disk.create("two", 0)) {
      two.write(0, bytes("2"));
    }
    disk.rename("two", "one");
    assertThat(disk.files()).containsExactly("one");
    try (DiskFile one = disk.open("one")) {
      assertThat(read(one, 0, 9)).isEqualTo("2");
    }
    disk.delete("one");
    disk.delete("one");
    assertThat(disk.files()).isEmpty();
    assertThatThrownBy(() -> disk.open("one")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void hasDirectoriesThatGoWithAllThatIsInThem() throws IOException {
    Disk inner = disk.directory("inner");
    inner.directory("innermost").create("file", 0).close();
    disk.directory("inner").create("file", 0).close();
    disk.create("beside", 0).close();
    assertThat(disk.directories()).containsExactly("inner");
    assertThat(disk.files()).containsExactly("beside");
    disk.delete("inner");
    assertThat(disk.directories()).isEmpty();
    assertThat(disk.freeBytes()).isPositive();
  }

  @Test
  void namesStayInTheDirectory() {
    for (String name : new String[] {"../one", "/one", "a/b", "..", ".", "", "a\0b"}) {
      assertThatThrownBy(() -> disk.create(name, 0)).isInstanceOf(Invariant.Broken.class);
      assertThatThrownBy(() -> disk.delete(name)).isInstanceOf(Invariant.Broken.class);
    }
  }

  @Test
  void aFullDiskIsSaidWhenRoomIsAskedForAndWhenThereIsNoneToWrite() throws Exception {
    try (SmallDisk small = SmallDisk.mount(folder.resolve("small"), 4 * MEGABYTE)) {
      LocalDisk full = LocalDisk.open(small.path());
      assertThatThrownBy(() -> full.create("large", 8 * MEGABYTE))
          .isInstanceOf(DiskFullException.class);
      assertThat(full.files()).as("there is no file then").isEmpty();
      full.create("half", 2 * MEGABYTE).close();
      try (DiskFile file = full.create("grows", 0)) {
        ByteBuffer block = ByteBuffer.allocate(3 * MEGABYTE);
        assertThatThrownBy(() -> file.write(0, block)).isInstanceOf(DiskFullException.class);
      }
      full.delete("half");
      try (DiskFile file = full.open("grows")) {
        file.write(0, ByteBuffer.allocate(3 * MEGABYTE));
        file.force();
      }
    }
  }
}
