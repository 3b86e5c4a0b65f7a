package dev.coulomb.node.durability.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SortedMap;

/**
 * Where the files of one snapshot are: a directory, or objects that begin with the same name. Any
 * thread, but one at a time for each name. A store that does not do what it was asked for throws a
 * {@link StoreException}, a disk any other {@link IOException}.
 */
public interface SnapshotStore extends AutoCloseable {
  /** Names and sizes in bytes of the files that are complete. */
  SortedMap<String, Long> list() throws IOException;

  /** Begins a file, in place of one that has this name. */
  Upload put(String name) throws IOException;

  /**
   * Opens a file.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  Download get(String name) throws IOException;

  /** Deletes a file; nothing, when there is none. */
  void delete(String name) throws IOException;

  /** Gives up what was begun here and never finished, by a process that is gone for example. */
  void deleteIncomplete() throws IOException;

  /** Makes durable that files are there which were finished, and others are not. */
  void force() throws IOException;

  /** Gives back what it takes to reach the files. */
  @Override
  void close() throws IOException;

  /** A file that is being written. How long it becomes is known at the end. One thread. */
  interface Upload extends AutoCloseable {
    /** Appends all remaining bytes. */
    void write(ByteBuffer bytes) throws IOException;

    /** The file is complete: its bytes are durable, and it is listed. */
    void finish() throws IOException;

    /** Gives up what was not finished: there is no such file. Idempotent. */
    @Override
    void close() throws IOException;
  }

  /** A file that is read from its beginning to its end. One thread. */
  interface Download extends AutoCloseable {
    /** Bytes of the whole file. */
    long size();

    /** Reads until the buffer is full or the file ends; gives how many bytes, 0 at the end. */
    int read(ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;
  }
}
