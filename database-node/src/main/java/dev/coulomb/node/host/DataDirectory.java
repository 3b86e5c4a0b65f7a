package dev.coulomb.node.host;

import dev.coulomb.node.environment.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one node: locked while the node runs, and marked with the node's identity, so
 * that two processes never are the same node. Confined to start and stop.
 */
public final class DataDirectory implements AutoCloseable {
  /** Number of the layout of the directory; another one refuses to start. */
  private static final int FORMAT = 2;

  /** From one look at a lock that another process holds to the next, and all together. */
  private static final long LOCK_NANOS = 100_000_000L;

  private static final long LOCK_NANOS_MAX = 10_000_000_000L;

  /** Had a lock and an identity, and no data. */
  private static final int EMPTY_FORMAT = 1;

  private final Path path;
  private final UUID nodeId;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path path, UUID nodeId, FileChannel channel, FileLock lock) {
    this.path = path;
    this.nodeId = nodeId;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens a directory, made where it does not exist; throws with a sentence for the user.
   *
   * @param partitions of the data in it, which never change
   * @param expected the node whose directory it has to be, so that it is not made; nothing when any
   *     will do
   * @throws AnotherNode when it is not; nothing was changed then
   */
  public static DataDirectory open(Path directory, int partitions, Optional<UUID> expected)
      throws IOException {
    Path file = directory.resolve("node");
    if (expected.isPresent() && !Files.exists(file)) {
      throw new AnotherNode(
          "the data directory is empty, and the data of node %s was expected in it: %s"
              .formatted(expected.get(), directory));
    }
    LocalDisk.make(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = awaitLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException("the data directory is in use by another node: " + directory);
    }
    try {
      UUID identity = identity(file, partitions, expected);
      LocalDisk.open(directory).force();
      return new DataDirectory(directory, identity, channel, lock);
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  /** The directory has not the data that was expected in it. */
  public static final class AnotherNode extends IOException {
    private static final long serialVersionUID = 1L;

    private AnotherNode(String sentence) {
      super(sentence);
    }
  }

  /** The identity of the node whose directory this is. */
  public UUID nodeId() {
    return nodeId;
  }

  /** What it holds. */
  public Disk disk() throws IOException {
    return LocalDisk.open(path);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }

  /**
   * A process before this one may not be gone yet: a pod whose deletion was forced has a successor
   * while it still ends.
   */
  private static @Nullable FileLock awaitLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      for (long waited = 0; lock == null && waited < LOCK_NANOS_MAX; waited += LOCK_NANOS) {
        LockSupport.parkNanos(LOCK_NANOS);
        lock = channel.tryLock();
      }
      return lock;
    } catch (OverlappingFileLockException inThisProcess) {
      return null;
    }
  }

  private static UUID identity(Path file, int partitions, Optional<UUID> expected)
      throws IOException {
    if (!Files.exists(file)) {
      UUID id = UUID.randomUUID();
      write(file, id, partitions);
      return id;
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    UUID id = id(file, properties.getProperty("id", ""));
    if (!id.equals(expected.orElse(id))) {
      throw new AnotherNode(
          "the data directory belongs to node %s, not to the expected %s: %s"
              .formatted(id, expected.get(), file));
    }
    String format = properties.getProperty("format", "");
    if (format.equals(Integer.toString(EMPTY_FORMAT))) {
      write(file, id, partitions);
      return id;
    }
    if (!format.equals(Integer.toString(FORMAT))) {
      throw new IOException(
          "the data directory has a format that this version does not know: " + file);
    }
    String stored = properties.getProperty("partitions", "");
    if (!stored.equals(Integer.toString(partitions))) {
      throw new IOException(
          "the data directory has %s partitions, not %d: their number cannot change: %s"
              .formatted(stored, partitions, file));
    }
    return id;
  }

  private static UUID id(Path file, String text) throws IOException {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw new IOException("the data directory has a damaged identity: " + file, notAnId);
    }
  }

  private static void write(Path file, UUID id, int partitions) throws IOException {
    Path fresh = file.resolveSibling("node.new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      String text = "format=" + FORMAT + "\nid=" + id + "\npartitions=" + partitions + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
