package dev.coulomb.node.execution.aggregate;

import dev.coulomb.node.invariant.Invariant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups by a key of 64 bits: a hash table with open addressing, at most half full. Confined to one
 * thread.
 *
 * @param <G> a group
 */
public final class LongGroups<G extends Object> {
  private static final int SLOTS_AT_FIRST = 64;

  /** 2⁶⁴ divided by the golden ratio: multiplied by it, neighbouring keys lie far apart. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private long[] keys = new long[SLOTS_AT_FIRST];

  /** The number of the group of a slot and one; 0: the slot is free. */
  private int[] numbers = new int[SLOTS_AT_FIRST];

  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(SLOTS_AT_FIRST);
  private final List<G> groups = new ArrayList<>();

  /** The group of a key, or null. */
  public @Nullable G get(long key) {
    int number = numbers[slot(key)];
    return number == 0 ? null : groups.get(number - 1);
  }

  /** A key that has no group yet gets one. */
  public void put(long key, G group) {
    int slot = slot(key);
    Invariant.that(numbers[slot] == 0, "a key has one group");
    groups.add(group);
    keys[slot] = key;
    numbers[slot] = groups.size();
    if (groups.size() * 2 > keys.length) {
      grow();
    }
  }

  /** A group that no key leads to. */
  public void add(G group) {
    groups.add(group);
  }

  /** All of them, in the order in which they came. */
  public List<G> all() {
    return groups;
  }

  /** Where the key is, or would be. */
  private int slot(long key) {
    int slot = (int) (key * SPREAD >>> shift);
    while (numbers[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[oldKeys.length * 2];
    numbers = new int[keys.length];
    shift--;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldNumbers[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }
}
