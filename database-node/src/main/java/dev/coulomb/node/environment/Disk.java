package dev.coulomb.node.environment;

import java.io.IOException;
import java.util.List;

/**
 * One directory of a disk. What was written is there after a loss of power only when it was forced:
 * bytes by {@link DiskFile#force}, names by {@link #force}. Any thread, but one at a time for each
 * name.
 */
public interface Disk {
  /** Names of the files in the directory, sorted; without those of directories. */
  List<String> files() throws IOException;

  /** Names of the directories in the directory, sorted. */
  List<String> directories() throws IOException;

  /** A directory in the directory, made where it does not exist. */
  Disk directory(String name) throws IOException;

  /**
   * Makes a file with room for so many bytes, which writing within them then cannot fail for.
   *
   * @param bytes 0: no room is reserved; the file is as long as it is written
   * @throws DiskFullException when there is no room; then there is no file either
   * @throws IOException when it exists, and when the disk fails
   */
  DiskFile create(String name, long bytes) throws IOException;

  /** Opens a file that exists. */
  DiskFile open(String name) throws IOException;

  /** Gives a file another name, in one step; a file that has that name is replaced. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file, or a directory with all that is in it; nothing, when there is none. */
  void delete(String name) throws IOException;

  /** Makes names durable: files made, renamed and deleted. */
  void force() throws IOException;

  /** Bytes that can still be written to the disk. */
  long freeBytes() throws IOException;
}
