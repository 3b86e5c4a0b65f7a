package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link SerializabilityTest} looks at tells a broken engine from ours: with one rule of the
 * engine left out, clients are told what has no order, and the history says so.
 */
class BrokenEngineTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int TRANSACTIONS = 100;
  private static final int ROUNDS_MAX = 120;

  private static final Consumer<CodeBuilder> ALWAYS = code -> code.iconst_1().ireturn();
  private static final Consumer<CodeBuilder> NEVER = code -> code.iconst_0().ireturn();
  private static final Consumer<CodeBuilder> NOTHING = CodeBuilder::return_;

  private static final Consumer<CodeBuilder> PAST_CUTS =
      code -> {
        ClassDesc cuts = ClassDesc.of("dev.coulomb.node.transaction.Cuts");
        MethodTypeDesc request =
            MethodTypeDesc.of(ConstantDescs.CD_void, cuts, cuts.nested("Reader"));
        code.aload(0).aload(1);
        code.invokestatic(
            ClassDesc.of("dev.coulomb.node.transaction.PastCuts"), "request", request);
        code.return_();
      };

  @TempDir private Path folder;

  /** A rule that is left out, and what it leads to. */
  private enum Broken {
    /** What a transaction saw counts as unchanged, and its changes are applied to what is there. */
    COMMITS_WITHOUT_LOOKING(
        "transaction.Overlay",
        "isStillNow",
        ALWAYS,
        "an append of a committed transaction is lost|was appended twice"),
    /** Statements are run again at the end, but nobody minds if they tell something else. */
    TELLS_SOMETHING_ELSE(
        "transaction.Answer", "isSameAs", ALWAYS, "each comes before the next one|never was"),
    /** A reader that saw two moments passes for one that saw one. */
    READS_TWO_MOMENTS(
        "transaction.Overlay", "isOneMoment", ALWAYS, "each comes before the next one"),
    /**
     * Each partition is seen as it is when it is first looked at, so that a reader sees the one
     * half of a change of two partitions, and not the other.
     */
    SEES_CHANGES_IN_PIECES(
        "transaction.Overlay", "showsAPartition", NEVER, "each comes before the next one"),
    /** A query of its own is given views that are older than the question. */
    READS_THE_PAST("transaction.Cuts", "request", PAST_CUTS, "each comes before the next one"),
    /** What was changed since a savepoint stays when the client goes back to it. */
    GOES_NOT_BACK("transaction.Mark", "restore", NOTHING, "is of no committed transaction");

    private final String type;
    private final String method;
    private final Consumer<CodeBuilder> body;
    private final String anomaly;

    Broken(String type, String method, Consumer<CodeBuilder> body, String anomaly) {
      this.type = type;
      this.method = method;
      this.body = body;
      this.anomaly = anomaly;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenEngineIsCaught(Broken broken) throws Exception {
    System.out.println("BrokenEngineTest: -Dseed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    Optional<String> anomaly = Optional.empty();
    for (int round = 0; anomaly.isEmpty() && round < ROUNDS_MAX; round++) {
      Path data = folder.resolve("round" + round);
      try (BrokenNode node = new BrokenNode(data, broken.type, broken.method, broken.body)) {
        anomaly = new AppendClients(node::connect, TRANSACTIONS, false).run(random).anomaly();
      }
    }
    assertThat(anomaly).as("-Dseed=" + SEED).isPresent();
    assertThat(anomaly.get()).containsPattern(broken.anomaly);
  }
}
