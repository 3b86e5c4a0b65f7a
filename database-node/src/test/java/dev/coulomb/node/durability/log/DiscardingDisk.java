package dev.coulomb.node.durability.log;

import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk that takes everything in no time and keeps nothing, to measure what is above it. */
final class DiscardingDisk implements Disk, DiskFile {
  @Override
  public List<String> files() {
    return List.of();
  }

  @Override
  public List<String> directories() {
    return List.of();
  }

  @Override
  public Disk directory(String name) {
    return this;
  }

  @Override
  public DiskFile create(String name, long bytes) {
    return this;
  }

  @Override
  public DiskFile open(String name) {
    return this;
  }

  @Override
  public void rename(String from, String to) {}

  @Override
  public void delete(String name) {}

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public void write(long offset, ByteBuffer bytes) {
    bytes.position(bytes.limit());
  }

  @Override
  public int read(long offset, ByteBuffer into) {
    return 0;
  }

  @Override
  public void truncate(long size) {}

  @Override
  public void force() {}

  @Override
  public void close() {}
}
