package dev.coulomb.node.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk that tells of each step before it is done, so that a process can end between any two. */
public final class SteppedDisk implements Disk {
  private final Disk disk;
  private final Steps steps;

  public SteppedDisk(Disk disk, Steps steps) {
    this.disk = disk;
    this.steps = steps;
  }

  /** Is told. */
  public interface Steps {
    /** The next thing on the disk is done; not when this ends the process that has the disk. */
    void next();

    /** How many of so many bytes are written before that. */
    int torn(int bytes);
  }

  @Override
  public List<String> files() throws IOException {
    return disk.files();
  }

  @Override
  public List<String> directories() throws IOException {
    return disk.directories();
  }

  @Override
  public Disk directory(String name) throws IOException {
    steps.next();
    return new SteppedDisk(disk.directory(name), steps);
  }

  @Override
  public DiskFile create(String name, long bytes) throws IOException {
    steps.next();
    return new Stepped(disk.create(name, bytes));
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new Stepped(disk.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    steps.next();
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    steps.next();
    disk.delete(name);
  }

  @Override
  public void force() throws IOException {
    steps.next();
    disk.force();
  }

  @Override
  public long freeBytes() throws IOException {
    return disk.freeBytes();
  }

  private final class Stepped implements DiskFile {
    private final DiskFile file;

    Stepped(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
      int torn = steps.torn(bytes.remaining());
      if (torn > 0) {
        file.write(offset, bytes.slice(bytes.position(), torn));
      }
      steps.next();
      file.write(offset, bytes);
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      return file.read(offset, into);
    }

    @Override
    public void truncate(long size) throws IOException {
      steps.next();
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      steps.next();
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
