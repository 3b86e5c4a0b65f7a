package dev.coulomb.node.storage.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory that the kernel is asked to map in huge pages: a look-up in a large tree goes to places
 * all over the memory, and with small pages each costs a walk through the page tables too. The
 * memory is zero, takes room only where it was touched, and is never given back. Any thread.
 */
public final class HugePages {
  private static final Logger LOG = LoggerFactory.getLogger(HugePages.class);
  private static final long HUGE_BYTES = 2L << 20;
  private static final int READ_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
  private static final int ADVICE_HUGE = 14;
  private static final int NO_FILE = -1;
  private static final Optional<Calls> CALLS = calls();

  private HugePages() {}

  private record Calls(MethodHandle map, MethodHandle advise) {}

  /** Maps so many bytes; nothing where the system has no such memory. */
  public static Optional<MemorySegment> map(long bytes) {
    return CALLS.flatMap(calls -> map(calls, bytes));
  }

  private static Optional<MemorySegment> map(Calls calls, long bytes) {
    try {
      long mapped =
          (long)
              calls
                  .map()
                  .invokeExact(
                      0L, bytes + HUGE_BYTES, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, NO_FILE, 0L);
      if (mapped == -1) {
        return Optional.empty();
      }
      long start = (mapped + HUGE_BYTES - 1) & -HUGE_BYTES;
      int refused = (int) calls.advise().invokeExact(start, bytes, ADVICE_HUGE);
      if (refused != 0) {
        LOG.debug("the kernel maps no huge pages");
      }
      return Optional.of(MemorySegment.ofAddress(start).reinterpret(bytes));
    } catch (Throwable defect) {
      throw new IllegalStateException("memory cannot be mapped", defect);
    }
  }

  private static Optional<Calls> calls() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    return library
        .find("mmap")
        .flatMap(map ->
            library
                .find("madvise")
                .map(advise ->
                    new Calls(
                        linker.downcallHandle(
                            map,
                            FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                                JAVA_LONG)),
                        linker.downcallHandle(
                            advise,
                            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT)))));
  }
}
