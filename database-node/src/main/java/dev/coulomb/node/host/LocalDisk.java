package dev.coulomb.node.host;

import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of the machine. A name is one step down from it, never elsewhere. Threads that use it
 * are not interrupted: Java closes a file under whoever is.
 */
public final class LocalDisk implements Disk {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private final Path directory;

  private LocalDisk(Path directory) {
    this.directory = directory;
  }

  /** A directory, made where it does not exist. */
  public static LocalDisk open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new LocalDisk(directory);
  }

  @Override
  public List<String> files() throws IOException {
    return names(Files::isRegularFile);
  }

  @Override
  public List<String> directories() throws IOException {
    return names(Files::isDirectory);
  }

  private List<String> names(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(wanted).map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public Disk directory(String name) throws IOException {
    Path inner = path(name);
    if (!Files.isDirectory(inner)) {
      Files.createDirectory(inner);
    }
    return new LocalDisk(inner);
  }

  @Override
  public DiskFile create(String name, long bytes) throws IOException {
    Path path = path(name);
    try {
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      LocalDiskFile file = new LocalDiskFile(path, channel, true);
      try {
        if (bytes > 0) {
          file.reserve(bytes);
        }
        return file;
      } catch (IOException | RuntimeException noRoom) {
        file.close();
        Files.deleteIfExists(path);
        throw noRoom;
      }
    } catch (IOException failed) {
      throw orFull(failed);
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Path path = path(name);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new LocalDiskFile(path, channel, false);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Path path = path(name);
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException gone) {
      // There is nothing to delete.
      return;
    }
  }

  @Override
  public void force() throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException failed) {
      throw orFull(failed);
    }
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** What the JDK says of a full disk is only in its words. */
  static IOException orFull(IOException failed) {
    String message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
    if (failed instanceof DiskFullException
        || !(message.contains("no space left") || message.contains("quota exceeded"))) {
      return failed;
    }
    return new DiskFullException(message, failed);
  }

  private Path path(String name) {
    Invariant.that(NAME.matcher(name).matches(), "a name is one step down from the directory");
    return directory.resolve(name);
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
