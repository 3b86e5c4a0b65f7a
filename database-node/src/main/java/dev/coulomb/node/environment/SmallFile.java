package dev.coulomb.node.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A file that is read and replaced as a whole. After a crash it is as it was, or as it was to be.
 * One thread at a time.
 *
 * @param directory where it is
 * @param name of the file
 * @param fresh name of the one that is to take its place, until it does
 */
public record SmallFile(Disk directory, String name, String fresh) {
  /** All of it; nothing where there is none. */
  public Optional<byte[]> read() throws IOException {
    if (!directory.files().contains(name)) {
      return Optional.empty();
    }
    try (DiskFile file = directory.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(0, bytes);
      return Optional.of(bytes.array());
    }
  }

  /** Replaces it; when this returns, it is durable. */
  public void replace(byte[] bytes) throws IOException {
    directory.delete(fresh);
    try (DiskFile file = directory.create(fresh, 0)) {
      file.write(0, ByteBuffer.wrap(bytes));
      file.force();
    }
    directory.rename(fresh, name);
    directory.force();
  }
}
