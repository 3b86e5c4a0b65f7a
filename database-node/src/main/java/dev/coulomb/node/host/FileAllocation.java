package dev.coulomb.node.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.coulomb.node.environment.DiskFullException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for a file before it is written, as the file system promises it (posix_fallocate). Any
 * thread.
 */
final class FileAllocation {
  private static final Logger LOG = LoggerFactory.getLogger(FileAllocation.class);
  private static final int READ_WRITE_CLOSE_ON_EXEC = 0x2 | 0x80000;
  private static final int NO_SPACE = 28;
  private static final int QUOTA_EXCEEDED = 122;
  private static final Optional<Calls> CALLS = calls();

  private FileAllocation() {}

  private record Calls(MethodHandle open, MethodHandle allocate, MethodHandle close) {}

  /**
   * Makes a file that exists as long as that, with all its room.
   *
   * @return false when this system cannot, and nothing was done
   * @throws DiskFullException when there is no room
   */
  static boolean reserve(Path file, long bytes) throws IOException {
    if (CALLS.isEmpty()) {
      return false;
    }
    int error = allocate(CALLS.get(), file, bytes);
    if (error == NO_SPACE || error == QUOTA_EXCEEDED) {
      throw new DiskFullException(file + ": no room for " + bytes + " bytes");
    }
    if (error != 0) {
      LOG.debug("{}: no room is promised here (error {})", file, error);
    }
    return error == 0;
  }

  private static int allocate(Calls calls, Path file, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString());
      int descriptor = (int) calls.open().invokeExact(path, READ_WRITE_CLOSE_ON_EXEC);
      if (descriptor < 0) {
        return descriptor;
      }
      int error = (int) calls.allocate().invokeExact(descriptor, 0L, bytes);
      int closed = (int) calls.close().invokeExact(descriptor);
      return error == 0 ? closed : error;
    } catch (Throwable defect) {
      throw new IllegalStateException("room for a file cannot be asked for", defect);
    }
  }

  private static Optional<Calls> calls() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    MemorySegment open = library.find("open").orElse(null);
    MemorySegment allocate = library.find("posix_fallocate").orElse(null);
    MemorySegment close = library.find("close").orElse(null);
    if (open == null || allocate == null || close == null) {
      return Optional.empty();
    }
    // The mode, which open takes behind its dots, matters only where it makes a file.
    return Optional.of(
        new Calls(
            linker.downcallHandle(
                open,
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.firstVariadicArg(2)),
            linker.downcallHandle(
                allocate, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG)),
            linker.downcallHandle(close, FunctionDescriptor.of(JAVA_INT, JAVA_INT))));
  }
}
