package dev.coulomb.e2e.backup;

import dev.coulomb.e2e.load.Counted;
import dev.coulomb.e2e.load.CountedWorks.Rewriter;
import dev.coulomb.e2e.programs.Project;
import dev.coulomb.e2e.programs.S3Process;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A node whose log is archived is killed at random moments (SIGKILL) while clients work on it, also
 * while it uploads and while it deletes old pieces. What was acknowledged before the end of the
 * archive comes back in nodes of other partitions. {@code -Druns} asks for more rounds, {@code
 * -Dseed} chooses the moments and the work.
 */
class ArchiveIT {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("runs", 6);
  private static final String BUCKET = "backups";

  @Test
  void anArchiveInABucketBringsBackWhatWasAcknowledged() throws Exception {
    try (S3Process s3 = S3Process.start("archive")) {
      Path bucket = s3.bucket(BUCKET);
      live("bucket", Place.Bucket.of(s3, BUCKET, "team/archived"), bucket.resolve("team/archived"));
    }
  }

  @Test
  void anArchiveInADirectoryBringsBackWhatWasAcknowledged() throws Exception {
    Path folder = Files.createDirectories(Project.TARGET.resolve("backups"));
    Path directory = Files.createTempDirectory(folder, "archived");
    live("directory", new Place.Directory(directory.resolve("team")), directory.resolve("team"));
  }

  /**
   * @param place of all backups and of the archive
   * @param files where its objects can be seen
   */
  private static void live(String name, Place place, Path files) throws Exception {
    System.out.println("ArchiveIT: " + name + " -Dseed=" + SEED + " -Druns=" + ROUNDS);
    SplittableRandom random = new SplittableRandom(SEED);
    try (Origin origin = new Origin("archived-" + name, options(files), works(random));
        ArchivedLife life = new ArchivedLife(origin, place, files, random)) {
      for (int round = 0; round < ROUNDS; round++) {
        life.round();
      }
      life.end();
      System.out.println("ArchiveIT: " + name + ": " + life);
    }
  }

  private static List<Counted> works(SplittableRandom random) {
    List<Counted> works = new ArrayList<>(Origin.works(random.nextLong()));
    works.add(new Rewriter(0));
    works.add(new Rewriter(1));
    return works;
  }

  /** Checkpoints are small, so that the log would go if it were not kept for the archive. */
  private static List<String> options(Path backups) throws IOException {
    return List.of(
        "--trust-loopback",
        "--data-memory",
        "256MiB",
        "--partitions",
        "8",
        "--checkpoint-log-size",
        "1MiB",
        "--backup-directory",
        Files.createDirectories(backups).toString(),
        "--archive-enabled",
        "true",
        "--archive-interval",
        "20ms");
  }
}
