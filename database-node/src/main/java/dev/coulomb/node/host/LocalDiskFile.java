package dev.coulomb.node.host;

import dev.coulomb.node.environment.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of the machine. */
final class LocalDiskFile implements DiskFile {
  private static final int ZEROS_BYTES = 1 << 20;

  private final Path path;
  private final FileChannel channel;

  /** Bytes in it, as far as written through this; so that a force knows whether they changed. */
  private long size;

  private boolean sizeChanged;

  LocalDiskFile(Path path, FileChannel channel, boolean fresh) throws IOException {
    this.path = path;
    this.channel = channel;
    this.size = channel.size();
    this.sizeChanged = fresh;
  }

  /** Makes room: at once where the file system can, else by zeros. */
  void reserve(long bytes) throws IOException {
    if (!FileAllocation.reserve(path, bytes)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
      for (long at = 0; at < bytes; at += zeros.capacity()) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
        write(at, zeros);
      }
    }
    size = bytes;
    sizeChanged = true;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void write(long offset, ByteBuffer bytes) throws IOException {
    long at = offset;
    try {
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException failed) {
      throw LocalDisk.orFull(failed);
    }
    if (at > size) {
      size = at;
      sizeChanged = true;
    }
  }

  @Override
  public int read(long offset, ByteBuffer into) throws IOException {
    int all = 0;
    while (into.hasRemaining()) {
      int read = channel.read(into, offset + all);
      if (read < 0) {
        break;
      }
      all += read;
    }
    return all;
  }

  @Override
  public void truncate(long bytes) throws IOException {
    channel.truncate(bytes);
    size = Math.min(size, bytes);
    sizeChanged = true;
  }

  @Override
  public void force() throws IOException {
    try {
      // Without the times of the file, which nobody asks for: fdatasync.
      channel.force(sizeChanged);
    } catch (IOException failed) {
      throw LocalDisk.orFull(failed);
    }
    sizeChanged = false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
