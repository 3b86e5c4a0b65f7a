package dev.coulomb.node.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one node: locked while the node runs, and marked with the node's identity, so
 * that two processes never are the same node. Confined to start and stop.
 */
public final class DataDirectory implements AutoCloseable {
  /** Number of the layout of the directory; another one refuses to start. */
  private static final int FORMAT = 1;

  private final UUID nodeId;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(UUID nodeId, FileChannel channel, FileLock lock) {
    this.nodeId = nodeId;
    this.channel = channel;
    this.lock = lock;
  }

  /** Opens a directory, made where it does not exist; throws with a sentence for the user. */
  public static DataDirectory open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException("the data directory is in use by another node: " + directory);
    }
    try {
      return new DataDirectory(identity(directory.resolve("node")), channel, lock);
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  /** The identity of the node whose directory this is. */
  public UUID nodeId() {
    return nodeId;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      return null;
    }
  }

  private static UUID identity(Path file) throws IOException {
    if (!Files.exists(file)) {
      UUID id = UUID.randomUUID();
      Path fresh = file.resolveSibling("node.new");
      Files.writeString(fresh, "format=" + FORMAT + "\nid=" + id + "\n");
      Files.move(fresh, file);
      return id;
    }
    java.util.Properties properties = new java.util.Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    if (!Integer.toString(FORMAT).equals(properties.getProperty("format"))) {
      throw new IOException(
          "the data directory has a format that this version does not know: " + file);
    }
    try {
      return UUID.fromString(properties.getProperty("id", ""));
    } catch (IllegalArgumentException notAnId) {
      throw new IOException("the data directory has a damaged identity: " + file, notAnId);
    }
  }
}
