package dev.coulomb.node.storage;

import java.util.ArrayDeque;

/**
 * The trees of a partition: their pages and where they are rooted. A freeze hands the roots out as
 * they are and costs the same for any number of trees; they are copied before the first change
 * after it. Confined to the holder of the token.
 */
final class Forest {
  private final PageAllocator allocator;
  private final ArrayDeque<Integer> felled = new ArrayDeque<>();
  private Roots roots = new Roots();
  private long rootsVersion;
  private int numbers;

  Forest(PagePool pool) {
    allocator = new PageAllocator(pool);
    rootsVersion = allocator.version();
  }

  PageAllocator allocator() {
    return allocator;
  }

  /** For reading; belongs to a view as soon as one is cut. */
  Roots roots() {
    return roots;
  }

  /** For writing. */
  Roots writableRoots() {
    if (rootsVersion != allocator.version()) {
      roots = roots.copy();
      rootsVersion = allocator.version();
    }
    return roots;
  }

  /** The number of a new, empty tree. */
  int plant() {
    int number = felled.isEmpty() ? numbers++ : felled.pop();
    writableRoots().plant(number);
    return number;
  }

  /** The tree has given its pages back; its number is used again. */
  void felled(int number) {
    writableRoots().plant(number);
    felled.push(number);
  }
}
