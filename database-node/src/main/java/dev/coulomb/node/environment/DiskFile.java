package dev.coulomb.node.environment;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. One thread at a time. */
public interface DiskFile extends AutoCloseable {
  /** Bytes in it, with the room that was reserved. */
  long size() throws IOException;

  /**
   * Writes all remaining bytes.
   *
   * @throws DiskFullException when there is no room; then some of the bytes may be there
   */
  void write(long offset, ByteBuffer bytes) throws IOException;

  /** Reads until the buffer is full or the file ends; gives how many bytes, 0 at the end. */
  int read(long offset, ByteBuffer into) throws IOException;

  /** Cuts the file behind so many bytes. */
  void truncate(long size) throws IOException;

  /**
   * Makes what was written durable. Once this has failed, nobody knows what is on the disk, also
   * when it is called again and succeeds: whoever promised something must end.
   */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
