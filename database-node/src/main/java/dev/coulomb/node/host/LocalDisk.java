package dev.coulomb.node.host;

import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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
 * A directory of the machine. A name is one step down from it, never elsewhere; what has a name
 * that we would not give is not listed. Threads that use it are not interrupted: Java closes a file
 * under whoever is.
 */
public final class LocalDisk implements Disk {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private final Path directory;
  private final boolean readOnly;

  private LocalDisk(Path directory, boolean readOnly) {
    this.directory = directory;
    this.readOnly = readOnly;
  }

  /** A directory, made where it does not exist. */
  public static LocalDisk open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new LocalDisk(directory, false);
  }

  /**
   * A directory, made where it does not exist, with those above it, so that their names are
   * durable: else a loss of power could take all that is inside.
   */
  public static LocalDisk make(Path directory) throws IOException {
    makeDurable(directory.toAbsolutePath());
    return open(directory);
  }

  private static void makeDurable(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (!Files.isDirectory(directory) && parent != null) {
      makeDurable(parent);
      Files.createDirectories(directory);
      open(parent).force();
    }
  }

  /** A directory that exists and in which nothing is changed, as on a volume to be read only. */
  public static LocalDisk readOnly(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return new LocalDisk(directory, true);
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
      return found
          .filter(wanted)
          .map(path -> path.getFileName().toString())
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    }
  }

  @Override
  public Disk directory(String name) throws IOException {
    Path inner = path(name);
    if (!Files.isDirectory(inner)) {
      mayChange();
      Files.createDirectory(inner);
    }
    return new LocalDisk(inner, readOnly);
  }

  @Override
  public DiskFile create(String name, long bytes) throws IOException {
    mayChange();
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
    FileChannel channel =
        readOnly
            ? FileChannel.open(path, StandardOpenOption.READ)
            : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new LocalDiskFile(path, channel, false);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    mayChange();
    Files.move(
        path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    mayChange();
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

  private void mayChange() throws IOException {
    if (readOnly) {
      throw new FileSystemException(directory.toString(), null, "opened to be read only");
    }
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
