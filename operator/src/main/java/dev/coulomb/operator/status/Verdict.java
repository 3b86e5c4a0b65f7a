package dev.coulomb.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The value of a condition: {@code True}, {@code False} or {@code Unknown}, one word why, and a
 * sentence.
 */
public record Verdict(String status, String reason, String message) {

  public static Verdict yes(String reason, String message) {
    return new Verdict("True", reason, message);
  }

  public static Verdict no(String reason, String message) {
    return new Verdict("False", reason, message);
  }

  public static Verdict unknown(String reason, String message) {
    return new Verdict("Unknown", reason, message);
  }

  public boolean isTrue() {
    return status.equals("True");
  }

  /**
   * The condition of that type.
   *
   * @param resource that it is about
   * @param before the conditions it had
   */
  public Condition condition(
      String type, HasMetadata resource, List<Condition> before, Instant now) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(resource.getMetadata().getGeneration())
        .withLastTransitionTime(
            before.stream()
                .filter(old -> old.getType().equals(type) && old.getStatus().equals(status))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString()))
        .build();
  }
}
