package dev.coulomb.node.environment;

import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that loses what was not forced, fills up, fails and decays when it is told to;
 * chance comes from a seed. Any thread. What {@link #crash} and {@link #kill} give is the disk as
 * the next process finds it; the old one answers nobody any more.
 */
public final class SimulatedDisk implements Disk {
  private final World world;
  private final Directory root;

  /** An empty disk without limits. */
  public SimulatedDisk(long seed) {
    this(new World(new SplittableRandom(seed), new Directory()));
  }

  private SimulatedDisk(World world) {
    this(world, world.top);
  }

  private SimulatedDisk(World world, Directory root) {
    this.world = world;
    this.root = root;
  }

  /** What all directories of a disk share. */
  private static final class World {
    final SplittableRandom random;
    long capacityBytes = Long.MAX_VALUE;
    int writesBeforeFailure = Integer.MAX_VALUE;
    int forcesBeforeFailure = Integer.MAX_VALUE;
    long forces;
    boolean gone;
    final Directory top;

    World(SplittableRandom random, Directory top) {
      this.random = random;
      this.top = top;
    }

    void check() throws IOException {
      if (gone) {
        throw new IOException("the process that had this disk is gone");
      }
    }

    void grow(long bytes) throws DiskFullException {
      if (bytes > 0 && bytes > capacityBytes - top.bytes()) {
        throw new DiskFullException("No space left on device");
      }
    }

    /** True: this force fails. */
    boolean failsForce() throws IOException {
      check();
      forces++;
      return forcesBeforeFailure-- <= 0;
    }
  }

  /** Names, those that are forced and those that are not. */
  private static final class Directory {
    final Map<String, Object> names = new TreeMap<>();
    Map<String, Object> forced = new TreeMap<>();
    final List<Change> unforced = new ArrayList<>();

    /** Moves a name, or makes or deletes it; this way it can be done once more after a crash. */
    record Change(@Nullable String from, @Nullable String to, Object what) {
      void apply(Map<String, Object> names) {
        if (from == null || names.remove(from, what)) {
          if (to != null) {
            names.put(to, what);
          }
        }
      }
    }

    void change(@Nullable String from, @Nullable String to, Object what) {
      Change change = new Change(from, to, what);
      change.apply(names);
      unforced.add(change);
    }

    void force() {
      forced = new TreeMap<>(names);
      unforced.clear();
    }

    long bytes() {
      return names.values().stream()
          .mapToLong(
              each -> each instanceof SimulatedFile file ? file.size() : ((Directory) each).bytes())
          .sum();
    }

    /** As a loss of power leaves it: each change that was not forced is kept or lost. */
    Directory crashed(SplittableRandom random) {
      Map<String, Object> left = new TreeMap<>(forced);
      for (Change change : unforced) {
        if (random.nextBoolean()) {
          change.apply(left);
        }
      }
      Directory crashed = new Directory();
      left.forEach((name, each) ->
          crashed.names.put(
              name,
              each instanceof SimulatedFile file
                  ? file.crashed(random)
                  : ((Directory) each).crashed(random)));
      crashed.force();
      return crashed;
    }
  }

  /** The disk after a loss of power. */
  public SimulatedDisk crash() {
    synchronized (world) {
      return next(world.top.crashed(world.random));
    }
  }

  /** The disk after the process was killed: all that was written is there, forced or not. */
  public SimulatedDisk kill() {
    synchronized (world) {
      return next(world.top);
    }
  }

  private SimulatedDisk next(Directory top) {
    Invariant.that(root == world.top, "the whole disk crashes");
    world.gone = true;
    World next = new World(world.random.split(), top);
    next.capacityBytes = world.capacityBytes;
    return new SimulatedDisk(next);
  }

  /** From now on so many bytes fit, with those that are there. */
  public void capacity(long bytes) {
    synchronized (world) {
      world.capacityBytes = bytes;
    }
  }

  /** Bytes of all files, with the room reserved for them. */
  public long usedBytes() {
    synchronized (world) {
      return world.top.bytes();
    }
  }

  /** Forces of files and directories so far, those that failed included. */
  public long forces() {
    synchronized (world) {
      return world.forces;
    }
  }

  /** So many forces succeed yet; those after them fail. */
  public void failForcesAfter(int forces) {
    synchronized (world) {
      world.forcesBeforeFailure = forces;
    }
  }

  /** So many writes succeed yet; those after them fail, having written some of their bytes. */
  public void failWritesAfter(int writes) {
    synchronized (world) {
      world.writesBeforeFailure = writes;
    }
  }

  /** Damage: turns one bit of a file around. */
  public void flipBit(String name, long bit) throws IOException {
    synchronized (world) {
      file(name).flipBit(bit);
    }
  }

  /** Damage: a file ends after so many bytes. */
  public void cut(String name, long bytes) throws IOException {
    synchronized (world) {
      file(name).lose((int) bytes);
    }
  }

  /** Damage: a file is gone. */
  public void lose(String name) throws IOException {
    synchronized (world) {
      Object lost = file(name);
      root.names.remove(name);
      root.forced.values().removeIf(each -> each.equals(lost));
      root.unforced.removeIf(each -> each.what().equals(lost));
    }
  }

  @Override
  public List<String> files() throws IOException {
    return names(SimulatedFile.class);
  }

  @Override
  public List<String> directories() throws IOException {
    return names(Directory.class);
  }

  private List<String> names(Class<?> kind) throws IOException {
    synchronized (world) {
      world.check();
      return root.names.entrySet().stream()
          .filter(each -> kind.isInstance(each.getValue()))
          .map(Map.Entry::getKey)
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  @Override
  public Disk directory(String name) throws IOException {
    synchronized (world) {
      world.check();
      Object found = root.names.get(name);
      if (found == null) {
        found = new Directory();
        root.change(null, name, found);
      }
      if (!(found instanceof Directory inner)) {
        throw new FileAlreadyExistsException(name);
      }
      return new SimulatedDisk(world, inner);
    }
  }

  @Override
  public DiskFile create(String name, long bytes) throws IOException {
    synchronized (world) {
      world.check();
      if (root.names.containsKey(name)) {
        throw new FileAlreadyExistsException(name);
      }
      world.grow(bytes);
      SimulatedFile file = new SimulatedFile((int) bytes);
      root.change(null, name, file);
      return new Open(file);
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    synchronized (world) {
      world.check();
      return new Open(file(name));
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    synchronized (world) {
      world.check();
      root.change(from, to, file(from));
    }
  }

  @Override
  public void delete(String name) throws IOException {
    synchronized (world) {
      world.check();
      Object found = root.names.get(name);
      if (found != null) {
        root.change(name, null, found);
      }
    }
  }

  @Override
  public void force() throws IOException {
    synchronized (world) {
      if (world.failsForce()) {
        throw new IOException("the directory could not be forced");
      }
      root.force();
    }
  }

  @Override
  public long freeBytes() throws IOException {
    synchronized (world) {
      world.check();
      return world.capacityBytes - world.top.bytes();
    }
  }

  private SimulatedFile file(String name) throws NoSuchFileException {
    if (root.names.get(name) instanceof SimulatedFile file) {
      return file;
    }
    throw new NoSuchFileException(name);
  }

  private final class Open implements DiskFile {
    private final SimulatedFile file;
    private boolean closed;

    Open(SimulatedFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      synchronized (world) {
        check();
        return file.size();
      }
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
      synchronized (world) {
        check();
        if (world.writesBeforeFailure-- <= 0) {
          file.write((int) offset, bytes, world.random.nextInt(bytes.remaining() + 1));
          throw new IOException("the disk could not write");
        }
        long end = offset + bytes.remaining();
        long growth = end - file.size();
        try {
          world.grow(growth);
        } catch (DiskFullException full) {
          int fits = (int) Math.max(0, file.size() - offset);
          file.write((int) offset, bytes, Math.min(fits, bytes.remaining()));
          throw full;
        }
        file.write((int) offset, bytes, bytes.remaining());
      }
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      synchronized (world) {
        check();
        return file.read((int) Math.min(offset, Integer.MAX_VALUE), into);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (world) {
        check();
        file.truncate((int) Math.min(size, Integer.MAX_VALUE));
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (world) {
        check();
        if (world.failsForce()) {
          file.failForce(world.random);
          throw new IOException("the file could not be forced");
        }
        file.force();
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void check() throws IOException {
      world.check();
      if (closed) {
        throw new IOException("the file is closed");
      }
    }
  }
}
