package dev.coulomb.node.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.catalog.sequence.SequenceCounter;
import dev.coulomb.node.catalog.sequence.SequenceCounter.Place;
import dev.coulomb.node.catalog.sequence.SequenceDefinition;
import dev.coulomb.node.catalog.sequence.SequenceLog;
import dev.coulomb.node.catalog.sequence.SequenceMove;
import dev.coulomb.node.catalog.sequence.SequenceMoves;
import dev.coulomb.node.catalog.sequence.SequenceOptions;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What counters of sequences tell the log, and where they go on after a stop. */
class SequenceLogTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int RUNS = Integer.getInteger("runs", 300);
  private static final int THREADS = 4;

  private final Moves log = new Moves();

  /** A log that keeps all it was told; the place behind the first move is 1. */
  private static final class Moves implements SequenceLog {
    private final List<SequenceMove> moves = new ArrayList<>();
    private boolean full;

    @Override
    public synchronized long moved(SequenceMove move) {
      if (full) {
        throw new SqlError(SqlState.DISK_FULL, "the disk of the log is full");
      }
      moves.add(move);
      return moves.size();
    }

    synchronized int size() {
      return moves.size();
    }

    List<Place> places() {
      return moves.stream().map(SequenceMove::place).toList();
    }
  }

  private static Catalog with(SequenceOptions options) {
    return SchemaChanges.apply(Catalog.EMPTY, new SchemaChange.CreateSequence("s", false, options));
  }

  private Sequence committed(SequenceOptions options) {
    Catalog catalog = with(options);
    catalog.sequences().logTo(log);
    return catalog.sequences().named("s");
  }

  private static SequenceOptions options(SequenceOptions.Number number, long value) {
    return new SequenceOptions(null, Map.of(number, Optional.of(value)), null, null);
  }

  @Test
  void aBlockIsLoggedBeforeItsFirstNumberIsGiven() {
    Sequence sequence = committed(SequenceOptions.NONE);
    assertThat(log.places()).isEmpty();
    for (int i = 1; i <= 33; i++) {
      assertThat(sequence.next()).isEqualTo(i);
    }
    assertThat(log.places()).containsExactly(new Place(33, true));
    assertThat(sequence.next()).isEqualTo(34);
    assertThat(log.places()).containsExactly(new Place(33, true), new Place(66, true));
    assertThat(log.moves).extracting(SequenceMove::number).containsExactly(1L, 2L);
    assertThat(sequence.counter().restsOn()).isEqualTo(2);
  }

  @Test
  void cacheAsksForMore() {
    Sequence sequence = committed(options(SequenceOptions.Number.CACHE, 1_000));
    sequence.next();
    assertThat(log.places()).containsExactly(new Place(1_001, true));
  }

  @Test
  void aBlockEndsWithTheSequence() {
    Sequence sequence = committed(options(SequenceOptions.Number.MAXVALUE, 5));
    sequence.next();
    assertThat(log.places()).containsExactly(new Place(5, true));
    Sequence down = committed(options(SequenceOptions.Number.INCREMENT, -10));
    down.next();
    assertThat(log.places().getLast()).isEqualTo(new Place(-321, true));
    Sequence far = committed(options(SequenceOptions.Number.INCREMENT, Long.MAX_VALUE));
    far.next();
    assertThat(log.places().getLast()).isEqualTo(new Place(1, true));
  }

  @Test
  void aSequenceThatBeginsAgainIsLoggedAgain() {
    SequenceOptions three = options(SequenceOptions.Number.MAXVALUE, 3);
    Sequence sequence = committed(new SequenceOptions(null, three.numbers(), true, null));
    for (long number : new long[] {1, 2, 3, 1, 2, 3}) {
      assertThat(sequence.next()).isEqualTo(number);
    }
    assertThat(log.places()).containsExactly(new Place(3, true), new Place(3, true));
  }

  @Test
  void setvalIsLoggedExactly() {
    Sequence sequence = committed(SequenceOptions.NONE);
    sequence.next();
    sequence.set(7, true);
    sequence.set(7, false);
    assertThat(log.places())
        .containsExactly(new Place(33, true), new Place(7, true), new Place(7, false));
    assertThat(sequence.next()).isEqualTo(7);
    assertThat(log.places().getLast()).isEqualTo(new Place(39, true));
  }

  @Test
  void whatTheLogDoesNotTakeDoesNotHappen() {
    Sequence sequence = committed(SequenceOptions.NONE);
    log.full = true;
    assertThatExceptionOfType(SqlError.class).isThrownBy(sequence::next);
    assertThatExceptionOfType(SqlError.class).isThrownBy(() -> sequence.set(9, true));
    assertThat(sequence.counter().place()).isEqualTo(new Place(1, false));
    log.full = false;
    assertThat(sequence.next()).isEqualTo(1);
    log.full = true;
    assertThat(sequence.next()).as("this one is logged already").isEqualTo(2);
  }

  @Test
  void aSequenceOfNoCommittedSchemaIsNotLogged() {
    Catalog catalog = with(SequenceOptions.NONE);
    Sequence sequence = catalog.sequences().named("s");
    assertThat(sequence.next()).isEqualTo(1);
    assertThat(log.places()).isEmpty();
    catalog.sequences().logTo(log);
    assertThat(sequence.next()).isEqualTo(2);
    assertThat(log.places()).containsExactly(new Place(34, true));
  }

  @Test
  void whatIsDrawnAfterAMarkIsLoggedAnew() {
    Sequence sequence = committed(SequenceOptions.NONE);
    sequence.next();
    SequenceCounter.Mark mark = sequence.counter().mark();
    assertThat(mark).isEqualTo(new SequenceCounter.Mark(new Place(1, true), 1));
    assertThat(sequence.next()).isEqualTo(2);
    assertThat(log.places()).containsExactly(new Place(33, true), new Place(34, true));
  }

  @Test
  void movesOfTheCounterBeforeARestartSayNothingOfTheOneBehindIt() {
    Catalog before = with(SequenceOptions.NONE);
    before.sequences().logTo(log);
    Catalog after =
        SchemaChanges.apply(
            before,
            new SchemaChange.AlterSequence(
                "s", false, options(SequenceOptions.Number.RESTART, 500)));
    after.sequences().logTo(log);
    before.sequences().named("s").next();
    SequenceMoves moves = new SequenceMoves();
    log.moves.forEach(moves::add);
    after.sequences().recover(moves);
    assertThat(after.sequences().named("s").next()).isEqualTo(500);
  }

  @Test
  void aNewDefinitionDoesNotPassWhatIsLogged() {
    Catalog before = with(SequenceOptions.NONE);
    before.sequences().logTo(log);
    Sequence old = before.sequences().named("s");
    assertThat(old.next()).isEqualTo(1);
    Sequence other =
        SchemaChanges.apply(
                before,
                new SchemaChange.AlterSequence(
                    "s", false, options(SequenceOptions.Number.INCREMENT, 20)))
            .sequences()
            .named("s");
    assertThat(other.next()).isEqualTo(21);
    assertThat(log.places()).hasSize(1);
    assertThat(other.next()).isEqualTo(41);
    assertThat(log.places().getLast()).isEqualTo(new Place(41 + 32 * 20, true));
    assertThat(old.next()).isEqualTo(42);
  }

  /**
   * An image, and the place in the log where whoever reads it begins.
   *
   * @param restsOn it is complete only when the log is kept up to there
   */
  private record Image(int begin, SequenceCounter.Mark mark, long restsOn) {
    static Image of(Sequence sequence, Moves log) {
      int begin = log.size();
      return new Image(begin, sequence.counter().mark(), sequence.counter().restsOn());
    }
  }

  /** The node stops at any moment, and again: no number is told twice but after setval. */
  @Test
  void noNumberIsToldTwiceWhateverStopsTheNode() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < RUNS; run++) {
      Moves kept = new Moves();
      Sequence sequence = anySequence(random);
      sequence.counter().logTo(kept);
      Image image = Image.of(sequence, kept);
      Map<Long, Long> given = new HashMap<>();
      for (int step = 0; step < 200; step++) {
        switch (random.nextInt(40)) {
          case 0 -> image = Image.of(sequence, kept);
          case 1 -> {
            sequence.set(random.nextLong(-1_000, 1_000), random.nextBoolean());
            given.clear();
          }
          case 2 -> {
            int least = (int) Math.max(image.begin(), image.restsOn());
            int left = random.nextInt(least, kept.size() + 1);
            kept.moves.subList(left, kept.size()).clear();
            given.values().removeIf(place -> place > left);
            sequence = again(sequence, image, kept);
            sequence.counter().logTo(kept);
          }
          default ->
              assertThat(given.put(sequence.next(), sequence.counter().restsOn()))
                  .as("seed %d run %d step %d", SEED, run, step)
                  .isNull();
        }
      }
    }
  }

  private static Sequence anySequence(SplittableRandom random) {
    long increment = random.nextBoolean() ? 1 : random.nextInt(1, 100);
    increment = random.nextBoolean() ? increment : -increment;
    SequenceDefinition definition =
        new SequenceDefinition(
            SqlType.BIGINT,
            0,
            increment,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            random.nextInt(1, 50),
            false);
    return new Sequence(1, "s", definition, null, SequenceCounter.beginning(1, 0, 0));
  }

  private static Sequence again(Sequence stopped, Image image, Moves log) {
    SequenceCounter counter = new SequenceCounter(stopped.id(), 0, image.mark());
    SequenceMoves moves = new SequenceMoves();
    log.moves.subList(image.begin(), log.size()).forEach(moves::add);
    Sequence sequence = new Sequence(stopped.id(), "s", stopped.definition(), null, counter);
    moves.applyTo(counter);
    return sequence;
  }

  @Test
  void manyDrawAtOnceAndAllOfItIsLogged() throws InterruptedException, ExecutionException {
    Sequence sequence = committed(SequenceOptions.NONE);
    Set<Long> all = new HashSet<>();
    Image image = Image.of(sequence, log);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<List<Long>>> drawers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        drawers.add(() -> {
          List<Long> drawn = new ArrayList<>();
          for (int n = 0; n < 20_000; n++) {
            drawn.add(sequence.next());
          }
          return drawn;
        });
      }
      Future<?> marks =
          threads.submit(() -> {
            for (int n = 0; n < 200; n++) {
              sequence.counter().mark();
            }
          });
      for (Future<List<Long>> drawn : threads.invokeAll(drawers)) {
        all.addAll(drawn.get());
      }
      marks.get();
    }
    assertThat(all).hasSize(THREADS * 20_000);
    assertThat(log.moves).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
    assertThat(again(sequence, image, log).next()).isGreaterThan(THREADS * 20_000);
  }
}
