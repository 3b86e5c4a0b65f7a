package dev.coulomb.node.durability.files;

import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a snapshot in a directory. A file has another name until it is complete. */
public final class DiskStore implements SnapshotStore {
  private static final String INCOMPLETE = ".part";

  private final Disk directory;

  public DiskStore(Disk directory) {
    this.directory = directory;
  }

  @Override
  public SortedMap<String, Long> list() throws IOException {
    SortedMap<String, Long> files = new TreeMap<>();
    for (String name : directory.files()) {
      if (!name.endsWith(INCOMPLETE)) {
        try (DiskFile file = directory.open(name)) {
          files.put(name, file.size());
        }
      }
    }
    return files;
  }

  @Override
  public Upload put(String name) throws IOException {
    directory.delete(name + INCOMPLETE);
    DiskFile file = directory.create(name + INCOMPLETE, 0);
    return new WrittenFile(name, file);
  }

  @Override
  public Download get(String name) throws IOException {
    if (!directory.files().contains(name)) {
      throw new NoSuchFileException(name);
    }
    DiskFile file = directory.open(name);
    return new ReadFile(file, file.size());
  }

  @Override
  public void delete(String name) throws IOException {
    directory.delete(name);
  }

  @Override
  public void deleteIncomplete() throws IOException {
    for (String name : directory.files()) {
      if (name.endsWith(INCOMPLETE)) {
        directory.delete(name);
      }
    }
  }

  /** Keeps nothing open. */
  @Override
  public void close() {}

  @Override
  public void force() throws IOException {
    directory.force();
  }

  private final class WrittenFile implements Upload {
    private final String name;
    private @Nullable DiskFile file;
    private long size;

    WrittenFile(String name, DiskFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      int count = bytes.remaining();
      open().write(size, bytes);
      size += count;
    }

    @Override
    public void finish() throws IOException {
      DiskFile written = open();
      written.force();
      written.close();
      file = null;
      directory.rename(name + INCOMPLETE, name);
    }

    private DiskFile open() throws IOException {
      DiskFile written = file;
      if (written == null) {
        throw new IOException("the file is closed: " + name);
      }
      return written;
    }

    @Override
    public void close() throws IOException {
      DiskFile given = file;
      if (given != null) {
        file = null;
        given.close();
        directory.delete(name + INCOMPLETE);
      }
    }
  }

  private static final class ReadFile implements Download {
    private final DiskFile file;
    private final long size;
    private long offset;

    ReadFile(DiskFile file, long size) {
      this.file = file;
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int count = file.read(offset, into);
      offset += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
