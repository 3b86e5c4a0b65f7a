package dev.coulomb.node.durability.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coulomb.node.environment.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A small log on a simulated disk, whose entries are texts. */
final class TestLog {
  static final UUID ID = new UUID(0x5eed, 17);
  static final int SECTOR = LogFormat.SECTOR_BYTES;

  /** Room for seven batches of one sector. */
  static final int SEGMENT_BYTES = 8 * SECTOR;

  final ManualClock clock = new ManualClock();
  final LogConfig config;
  final List<Throwable> failures = new ArrayList<>();
  SimulatedDisk disk = new SimulatedDisk(1);
  NodeLog log;

  TestLog(Durability durability) throws IOException {
    config = new LogConfig(ID, durability, 1_000, 100, SEGMENT_BYTES, 4 * SECTOR, 1 << 20);
    log = open();
  }

  private NodeLog open() throws IOException {
    return NodeLog.open(stored(), config, clock, failures::add);
  }

  StoredLog stored() throws IOException {
    return StoredLog.open(disk, ID);
  }

  /** Appends a text in a round of its own. */
  long write(String text) throws IOException {
    long end = append(text);
    log.write();
    return end;
  }

  long append(String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    return log.append(log.reserve(body.length), (byte) 't', body);
  }

  /** So many texts, each in a round of its own and so in a batch of its own. */
  void writeMany(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      write("text " + i);
    }
  }

  void reopen() throws IOException {
    log = open();
  }

  /** All texts behind an LSN, as the next process finds them. */
  List<String> texts(long from) throws IOException {
    List<String> texts = new ArrayList<>();
    stored().replay(from, (kind, body, lsn) -> texts.add(UTF_8.decode(body).toString()));
    return texts;
  }

  /** All bytes on the disk. */
  Map<String, ByteBuffer> files() throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    for (String name : disk.files()) {
      try (var file = disk.open(name)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(0, bytes);
        files.put(name, bytes.flip());
      }
    }
    return files;
  }

  /** Turns a bit in the batch of that number in a segment, from 0, in its piece of the log. */
  void damage(int segment, int batch) throws IOException {
    long at = (long) SECTOR * (batch + 1) + LogFormat.BATCH_HEADER_BYTES + 2;
    disk.flipBit(StoredSegment.name(segment), at * Byte.SIZE);
  }
}
