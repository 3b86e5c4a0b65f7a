package dev.coulomb.node.node.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.ArchiveStatus;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.TrimStatus.State;
import dev.coulomb.node.durability.archive.Archive;
import dev.coulomb.node.durability.archive.ArchiveChain;
import dev.coulomb.node.durability.archive.ArchiveEnd;
import dev.coulomb.node.durability.archive.ArchivedPiece;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.log.Durability;
import dev.coulomb.node.durability.log.EntryAssembler;
import dev.coulomb.node.durability.log.LogConfig;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.durability.log.StoredLog;
import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.node.backup.Places;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A log that is archived through the ends of its processes, next to a list of what was appended.
 * What must hold of the two disks at any moment is {@link #check}.
 */
final class ArchivedLog {
  private static final int SECTOR = 512;
  private static final long INTERVAL_NANOS = 1_000_000;
  private static final UUID OTHER = new UUID(7, 8);
  private static final Destination PLACE = new Destination.Directory("/archive");

  private final SplittableRandom random;
  private final SimulatedMachines machines;
  private final LogConfig config;
  private final Archiver.Mode mode;
  private final StringBuilder story = new StringBuilder();
  private NodeLog log;
  private Archiver archiver;

  /** What was appended, as far as it is not known to be lost. */
  private final List<Entry> entries = new ArrayList<>();

  /** What was once seen in the archive: each byte, and up to where. */
  private byte[] seen = {};

  /** Nobody needs what lies before it, from the archive. */
  private long trimmed;

  /** Nobody needs what lies before it, from the log. */
  private long checkpoint;

  /** The node said that everything before it was archived. */
  private long told;

  private int ends;
  private int trims;

  private record Entry(byte[] body, long end) {}

  ArchivedLog(long seed) throws IOException {
    random = new SplittableRandom(seed);
    machines = new SimulatedMachines(random.split());
    UUID history = new UUID(random.nextLong(), random.nextLong());
    Durability[] all = Durability.values();
    config =
        new LogConfig(
            history,
            all[random.nextInt(all.length)],
            1_000,
            100,
            SECTOR * (8 + random.nextInt(24)),
            SECTOR + random.nextInt(2 * SECTOR),
            1 << 20);
    mode = new Archiver.Mode(true, history, 200 + random.nextInt(3_000));
    Archive other = new Archive(new DiskStore(machines.archiveItself()), OTHER);
    try (var piece = other.put(0, 1)) {
      piece.write(ByteBuffer.wrap(new byte[1]));
      piece.finish();
    }
    other.force();
    open();
  }

  SimulatedMachines machines() {
    return machines;
  }

  /** How often the process ended so far. */
  int ends() {
    return ends;
  }

  /** How often somebody asked for old pieces to be deleted, and was not refused. */
  int trims() {
    return trims;
  }

  String story() {
    return story.toString();
  }

  private void open() throws IOException {
    log =
        NodeLog.open(
            StoredLog.open(machines.log(), config.id()),
            config,
            machines,
            broken -> note("broken"));
    log.wakeWith(() -> log.write());
    archiver = new Archiver(mode, log, new Place(), Runnable::run, machines, () -> INTERVAL_NANOS);
    if (random.nextInt(8) > 0) {
      archiver.begin(PLACE);
    }
  }

  private final class Place implements Places {
    @Override
    public void check(Destination destination) {
      assertThat(destination).isEqualTo(PLACE);
    }

    @Override
    public SnapshotStore open(Destination destination) {
      return new DiskStore(machines.archive());
    }
  }

  /** Does something, as a node does; afterwards the process may have ended. */
  void step() throws IOException {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> append();
      case 5, 6, 7 -> log.write();
      case 8, 9, 10, 11, 12 -> look();
      case 13, 14 -> trim();
      case 15, 16 -> release();
      case 17 -> archiver.begin(PLACE);
      case 18 -> spoil();
      default -> archiver.stop();
    }
    if (log.failure() != null && !machines.isEnded()) {
      machines.end();
    }
  }

  private void append() throws IOException {
    byte[] body = new byte[random.nextInt(random.nextInt(8) == 0 ? 6_000 : 300)];
    random.nextBytes(body);
    try {
      long end = log.append(log.reserve(body.length), (byte) 'e', body);
      entries.add(new Entry(body, end));
    } catch (DiskFullException full) {
      note("full");
    } catch (IOException gone) {
      assertThat(machines.isEnded() || log.failure() != null).isTrue();
    }
  }

  private void look() {
    machines.pass(random.nextLong(2 * INTERVAL_NANOS));
    archiver.look();
    observe();
  }

  private void observe() {
    if (machines.isEnded()) {
      return;
    }
    ArchiveStatus status = archiver.status();
    told = Math.max(told, status.position());
    note("archived " + status.position() + " of " + log.durable() + " " + status.failure());
  }

  /** As an operator does, when a backup is there that begins here. */
  private void trim() {
    List<Long> possible = entries.stream().map(Entry::end).filter(end -> end <= told).toList();
    if (possible.isEmpty() || machines.isEnded()) {
      return;
    }
    long before = possible.get(random.nextInt(possible.size()));
    try {
      archiver.trim(config.id(), before);
      trimmed = Math.max(trimmed, before);
      trims++;
      note("trims to " + before);
    } catch (AdminError refused) {
      assertThat(refused.httpStatus()).as(refused.getMessage()).isIn(409);
    }
    if (random.nextBoolean()) {
      look();
    }
  }

  /** A checkpoint was written. */
  private void release() throws IOException {
    List<Long> durable = entries.stream().map(Entry::end).filter(e -> e <= log.durable()).toList();
    if (durable.isEmpty()) {
      return;
    }
    checkpoint = Math.max(checkpoint, durable.get(random.nextInt(durable.size())));
    try {
      log.release(checkpoint);
    } catch (IOException gone) {
      assertThat(machines.isEnded() || log.failure() != null).isTrue();
    }
  }

  /** The archive's disk fills up, or does not write; or it is mended. */
  private void spoil() {
    switch (random.nextInt(4)) {
      case 0 ->
          machines
              .archiveItself()
              .capacity(machines.archiveItself().usedBytes() + random.nextInt(2_000));
      case 1 -> machines.archiveItself().failWritesAfter(random.nextInt(4));
      case 2 -> machines.archiveItself().failForcesAfter(random.nextInt(4));
      default -> mend();
    }
  }

  private void mend() {
    machines.archiveItself().capacity(Long.MAX_VALUE);
    machines.archiveItself().failWritesAfter(Integer.MAX_VALUE);
    machines.archiveItself().failForcesAfter(Integer.MAX_VALUE);
  }

  /** The process has ended, or ends now; what is left is looked at, and the next one begins. */
  void goOn() throws IOException {
    if (!machines.isEnded()) {
      machines.end();
    }
    ends++;
    machines.begin();
    check();
    open();
  }

  /** Nothing fails any more: all that is there is archived, and nothing else. */
  void finish() throws IOException {
    mend();
    archiver.begin(PLACE);
    machines.pass(2 * INTERVAL_NANOS);
    archiver.look();
    observe();
    assertThat(archiver.status().failure()).isNull();
    assertThat(archiver.status().lagBytes()).isZero();
    assertThat(told).isEqualTo(log.appended());
    archiver.trimmed().ifPresent(last -> assertThat(last.state()).isNotEqualTo(State.RUNNING));
    check();
    assertThat(machines.archiveItself().files()).noneMatch(name -> name.endsWith(".part"));
  }

  /** What the two disks hold together is all there is, from what was trimmed on. */
  void check() throws IOException {
    StoredLog stored = StoredLog.open(machines.logItself(), config.id());
    entries.removeIf(each -> each.end() > stored.end());
    DiskStore store = new DiskStore(machines.archiveItself());
    Archive archive = new Archive(store, config.id());
    List<ArchivedPiece> pieces = archive.pieces();
    for (ArchivedPiece piece : pieces) {
      see(archive, piece);
    }
    ArchiveChain chain = archive.chain(trimmed);
    note("chain " + chain.from() + " to " + chain.to() + ", log from " + stored.start());
    assertThat(chain.hasGap()).as("the chain has a gap: %s", pieces).isFalse();
    assertThat(stored.start())
        .as("the log lets go only of what is archived")
        .isLessThanOrEqualTo(chain.to());
    assertThat(told).as("what was told is archived").isLessThanOrEqualTo(chain.to());
    assertThat(archive.everReached().orElse(0))
        .as("what is archived cannot be lost from the log any more")
        .isLessThanOrEqualTo(stored.end());
    assertThat(archive.end().map(ArchiveEnd::position).orElse(0L))
        .as("the noted end is reached")
        .isLessThanOrEqualTo(chain.to());
    pieces.stream()
        .min(Comparator.comparingLong(ArchivedPiece::from))
        .ifPresent(oldest -> checkWhole(archive, oldest));
    checkEntries(archive, chain);
    assertThat(new Archive(store, OTHER).pieces()).as("another history's").hasSize(1);
  }

  /** Old pieces that are still there lead without a gap to those that must be. */
  private static void checkWhole(Archive archive, ArchivedPiece oldest) {
    try {
      ArchiveChain all = archive.chain(oldest.from());
      assertThat(all.hasGap()).as("from the oldest piece on").isFalse();
      assertThat(archive.reached()).hasValue(all.to());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A piece is never torn, and says of each byte what all others say. */
  private void see(Archive archive, ArchivedPiece piece) throws IOException {
    seen = Arrays.copyOf(seen, Math.max(seen.length, (int) piece.to()));
    boolean[] known = known(piece);
    int[] at = {(int) piece.from()};
    archive.read(
        piece,
        bytes -> {
          while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (known[at[0] - (int) piece.from()]) {
              assertThat(next).as("byte %d", at[0]).isEqualTo(seen[at[0]]);
            }
            seen[at[0]++] = next;
          }
        });
  }

  private final BitSet known = new BitSet();

  private boolean[] known(ArchivedPiece piece) {
    boolean[] all = new boolean[(int) (piece.to() - piece.from())];
    for (int i = 0; i < all.length; i++) {
      all[i] = known.get((int) piece.from() + i);
    }
    known.set((int) piece.from(), (int) piece.to());
    return all;
  }

  private void checkEntries(Archive archive, ArchiveChain chain) throws IOException {
    List<Entry> expected =
        entries.stream()
            .filter(each -> each.end() > chain.from() && each.end() <= chain.to())
            .toList();
    int[] at = {0};
    EntryAssembler assembler =
        new EntryAssembler(
            chain.from(),
            (kind, body, end) -> {
              byte[] bytes = new byte[body.remaining()];
              body.get(bytes);
              Entry next = expected.get(at[0]++);
              assertThat(end).isEqualTo(next.end());
              assertThat(bytes).isEqualTo(next.body());
            });
    for (ArchivedPiece piece : chain.pieces()) {
      long[] lsn = {piece.from()};
      archive.read(
          piece,
          bytes -> {
            long skipped = Math.clamp(assembler.lsn() - lsn[0], 0, bytes.remaining());
            lsn[0] += bytes.remaining();
            assembler.accept(bytes.position(bytes.position() + (int) skipped));
          });
    }
    assertThat(at[0]).as("entries in the chain").isEqualTo(expected.size());
  }

  private void note(String what) {
    story.append(what).append('\n');
  }
}
