package dev.coulomb.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.e2e.load.Content;
import dev.coulomb.e2e.programs.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The life of a node whose log is archived, and what is known of it from outside: what clients were
 * told at which time, up to when it is archived, which backups there are. One thread.
 */
final class ArchivedLife implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int STEPS_MAX = 1_500;

  /** From one piece to the next, about. */
  private static final long PIECE_MICROS = 300_000;

  /** A time in the log is exact to a millisecond. */
  private static final long EXACT_MICROS = 2_000;

  private static final int PARTITIONS_MAX = 13;

  private final Origin origin;
  private final Place place;
  private final Path files;
  private final SplittableRandom random;
  private final List<Saved> backups = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private String history = "";
  private long archivedMicros;
  private long archivedTo;
  private long trimmedTo;
  private int kills;
  private int uploadsCut;
  private int trimsCut;
  private int restores;

  /**
   * @param place of all backups and of the archive
   * @param files where its objects can be seen
   */
  ArchivedLife(Origin origin, Place place, Path files, SplittableRandom random) {
    this.origin = origin;
    this.place = place;
    this.files = files;
    this.random = random;
  }

  private record Saved(String id, long position, long cutAtMicros) {}

  /**
   * What was known at a moment.
   *
   * @param acknowledged of each work, before that
   */
  private record Sample(long micros, List<Long> acknowledged) {}

  private enum Moment {
    ANY,
    UPLOADING,
    TRIMMING
  }

  /** Clients work, a backup is made, the node is killed, something is restored; it comes back. */
  void round() throws Exception {
    begin();
    work();
    save();
    work();
    Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
    switch (moment) {
      case ANY -> work();
      case UPLOADING -> awaitUpload();
      case TRIMMING -> trimInPart();
    }
    origin.node().kill();
    kills++;
    origin.load().stop();
    uploadsCut += incomplete() > 0 ? 1 : 0;
    trimsCut += moment == Moment.TRIMMING && ended(trimmedTo) > 0 ? 1 : 0;
    restoreAndCompare();
    origin.comeBack();
    origin.load().check(origin.node()::connect);
  }

  /** All is archived, the node is killed, and all of it comes back; also when old pieces went. */
  void end() throws Exception {
    begin();
    work();
    save();
    work();
    origin.load().stop();
    long now = micros();
    Await.until(
        "all is archived",
        LIMIT,
        () -> {
          look();
          return archivedMicros > now;
        });
    Content all = Content.of(origin.node()::connect);
    origin.node().kill();
    Saved newest = backups.getLast();
    assertComesBack(usable().getFirst(), all);

    origin.comeBack();
    origin.admin().archiveTo(archive());
    origin.admin().trim(history, newest.position());
    JsonNode trimmed =
        Await.until(
            "old pieces are gone", LIMIT, this::trimming, one -> !ArchivedLife.isRunning(one));
    assertThat(trimmed.path("state").asText()).as("%s", trimmed).isEqualTo("Completed");
    assertThat(ended(newest.position())).as("pieces that nobody needs").isZero();
    origin.node().kill();
    assertComesBack(newest, all);
    assertIsOut(backups.getFirst());
  }

  private void begin() {
    origin.admin().archiveTo(archive());
    origin.load().begin(origin.node()::connect);
  }

  private Place archive() {
    return place.below("archive");
  }

  private void work() {
    long before = origin.load().acknowledged();
    int steps = random.nextInt(1, STEPS_MAX);
    Await.until(
        "enough was done, or a client failed",
        LIMIT,
        () -> {
          look();
          return origin.load().acknowledged() - before >= steps || origin.load().ended();
        });
  }

  private void save() {
    String id = "b-" + backups.size();
    JsonNode snapshot = origin.admin().complete(id, place.below(id));
    history = snapshot.path("history").asText();
    backups.add(
        new Saved(id, snapshot.path("position").asLong(), snapshot.path("cutAtMicros").asLong()));
  }

  private void look() {
    List<Long> acknowledged = origin.acknowledged();
    samples.add(new Sample(micros(), acknowledged));
    JsonNode archive = origin.admin().status().path("archive");
    assertThat(archive.path("error").isMissingNode()).as("%s", archive).isTrue();
    archivedMicros = Math.max(archivedMicros, archive.path("atMicros").asLong());
    archivedTo = Math.max(archivedTo, archive.path("position").asLong());
  }

  /** A piece is being uploaded, or will be. */
  private void awaitUpload() {
    long before = archivedTo;
    await(() -> {
      look();
      return archivedTo > before || origin.load().ended();
    });
    long moment = micros() + random.nextLong(PIECE_MICROS);
    await(() -> micros() >= moment || incomplete() > 0);
  }

  /** Some pieces that no backup needs from some one on are gone. */
  private void trimInPart() {
    Saved kept = usable().get(random.nextInt(usable().size()));
    await(() -> {
      look();
      return archivedTo >= kept.position() || origin.load().ended();
    });
    long some = random.nextLong(1, 2 + ended(kept.position()) / 2);
    trimmedTo = kept.position();
    origin.admin().trim(history, kept.position());
    await(() -> {
      JsonNode now = trimming();
      return !isRunning(now) || now.path("deleted").asLong() >= some;
    });
  }

  private JsonNode trimming() {
    return origin.admin().answer(200, "GET", "/v1/archive/trim", "");
  }

  private static boolean isRunning(JsonNode status) {
    return status.path("state").asText().equals("Running");
  }

  /** What passes in a moment is asked for without a pause. */
  private static void await(BooleanSupplier isSo) {
    long began = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime() - began).as("waits too long").isLessThan(LIMIT.toNanos());
      Thread.onSpinWait();
    }
  }

  /** Backups whose pieces were not let go. */
  private List<Saved> usable() {
    return backups.stream().filter(each -> each.position() >= trimmedTo).toList();
  }

  /** The end of the archive, or a moment in it, from any backup, into any number of partitions. */
  private void restoreAndCompare() throws Exception {
    Saved from = usable().get(random.nextInt(usable().size()));
    List<Sample> moments =
        samples.stream()
            .filter(each ->
                each.micros() > from.cutAtMicros() + EXACT_MICROS && each.micros() < archivedMicros)
            .toList();
    Restoration what = Restoration.of("r-" + restores++, place.below(from.id())).with(archive());
    if (moments.isEmpty() || random.nextBoolean()) {
      compare(what, acknowledgedBefore(archivedMicros), origin.acknowledged());
    } else {
      long until = moments.get(random.nextInt(moments.size())).micros();
      compare(
          what.untilMicros(until),
          acknowledgedBefore(until - EXACT_MICROS),
          acknowledgedBehind(until + EXACT_MICROS));
    }
  }

  private void compare(Restoration what, List<Long> least, List<Long> most) throws Exception {
    try (RestoredNode restored = restored(what)) {
      List<Long> found = origin.found(restored.node());
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i))
            .as("work %d in %s", i, what.json())
            .isBetween(least.get(i), most.get(i) + 1);
      }
    }
  }

  private RestoredNode restored(Restoration what) throws IOException {
    return RestoredNode.of(what, random.nextInt(1, PARTITIONS_MAX), files);
  }

  private List<Long> acknowledgedBefore(long micros) {
    List<Long> least = origin.acknowledged().stream().map(each -> 0L).toList();
    for (Sample each : samples) {
      least = each.micros() <= micros ? each.acknowledged() : least;
    }
    return least;
  }

  /** What was known a while later, when everything that was told until then had been counted. */
  private List<Long> acknowledgedBehind(long micros) {
    List<Sample> behind = samples.stream().filter(each -> each.micros() >= micros).toList();
    return behind.size() > 1 ? behind.get(1).acknowledged() : origin.acknowledged();
  }

  private void assertComesBack(Saved from, Content all) throws Exception {
    Restoration what = Restoration.of("all-" + restores++, place.below(from.id())).with(archive());
    try (RestoredNode restored = restored(what)) {
      Content.of(restored.node()::connect).assertSameAs(all);
      origin.load().check(restored.node()::connect);
    }
  }

  /** Its pieces are gone, and that is said. */
  private void assertIsOut(Saved old) throws IOException {
    Restoration what = Restoration.of("out", place.below(old.id())).with(archive());
    try (RestoredNode restored = new RestoredNode("out", 1, files)) {
      JsonNode error = restored.admin().failRestore(what);
      assertThat(error.path("reason").asText()).as("%s", error).isEqualTo("ArchiveGap");
    }
  }

  private List<String> objects() {
    try (Stream<Path> found = Files.list(files.resolve("archive"))) {
      return found.map(path -> path.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long incomplete() {
    return objects().stream().filter(name -> name.endsWith(".part")).count();
  }

  /** Pieces that end at a position or before. */
  private long ended(long position) {
    return objects().stream()
        .filter(name -> name.endsWith(".log"))
        .filter(name -> Long.parseLong(name.substring(58, 78)) <= position)
        .count();
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  @Override
  public void close() {
    origin.load().close();
  }

  @Override
  public String toString() {
    return "%d transactions; killed %d times, %d while a piece was written, %d while old ones went; %d restores compared"
        .formatted(origin.load().acknowledged(), kills, uploadsCut, trimsCut, restores);
  }
}
