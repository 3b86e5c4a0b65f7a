package dev.coulomb.e2e.differential;

import java.util.List;
import java.util.SplittableRandom;

/** Chance, replayable by its seed. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** True in so many of a hundred cases. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Both ends included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String word(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
