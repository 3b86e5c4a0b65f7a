package dev.coulomb.node.durability.log;

import dev.coulomb.node.durability.log.LogFormat.Batch;
import dev.coulomb.node.durability.log.LogFormat.Identity;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A segment as it was found.
 *
 * @param bytes of the file
 * @param first its first batch; nothing in a segment that was made ahead, and in a damaged one
 */
record StoredSegment(String name, Identity identity, long bytes, @Nullable Batch first) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}\\.log");

  /** The name of the segment with that number. */
  static String name(long number) {
    return String.format(Locale.ROOT, "%016x.log", number);
  }

  static boolean isName(String file) {
    return NAME.matcher(file).matches();
  }

  /** Reads the beginning of a file, which must be of that log. */
  static StoredSegment read(Disk disk, String name, UUID log) throws IOException {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer sector = LogFormat.little(ByteBuffer.allocate(LogFormat.SECTOR_BYTES));
      sector.limit(file.read(0, sector)).position(0);
      Identity identity = LogFormat.segment(name, sector);
      if (!identity.log().equals(log)) {
        throw new LogDamagedException(
            name, 0, "it belongs to the log " + identity.log() + ", and this is " + log);
      }
      if (!name.equals(name(identity.number()))) {
        throw new LogDamagedException(
            name, 0, "it is segment " + name(identity.number()) + " under another name");
      }
      Batch first = new SegmentReader(file, identity).batch(LogFormat.SECTOR_BYTES);
      return new StoredSegment(name, identity, file.size(), first);
    }
  }

  SegmentReader open(Disk disk) throws IOException {
    return new SegmentReader(disk.open(name), identity);
  }
}
