package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.computed.RowFunctions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The trees of a partition: their pages and where they are rooted. A freeze hands the roots out as
 * they are and costs the same for any number of trees; they are copied before the first change
 * after it. Confined to the holder of the token.
 */
final class Forest {
  private final PageAllocator allocator;
  private final ArrayDeque<Integer> felled = new ArrayDeque<>();
  private final List<Tree> trees = new ArrayList<>();
  private final RowFunctions functions;
  private Roots roots = new Roots();
  private long rootsVersion;

  /** Without anything that is computed. */
  Forest(PagePool pool) {
    this(pool, RowFunctions.none());
  }

  Forest(PagePool pool, RowFunctions functions) {
    this.functions = functions;
    allocator = new PageAllocator(pool);
    rootsVersion = allocator.version();
  }

  /** Of a private store: so many trees with the roots of a view, copied before the first change. */
  Forest(PageAllocator allocator, Roots roots, int count, RowFunctions functions) {
    this.functions = functions;
    this.allocator = allocator;
    this.roots = roots;
    this.rootsVersion = allocator.version() - 1;
    for (int number = 0; number < count; number++) {
      trees.add(new Tree(this, number));
    }
  }

  PageAllocator allocator() {
    return allocator;
  }

  /** What indexes of the trees compute. */
  RowFunctions functions() {
    return functions;
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

  /** Makes an empty tree. */
  Tree plant() {
    int number = felled.isEmpty() ? trees.size() : felled.pop();
    Tree tree = new Tree(this, number);
    if (number == trees.size()) {
      trees.add(tree);
    } else {
      trees.set(number, tree);
    }
    writableRoots().plant(number);
    return tree;
  }

  /** The tree of this number. */
  Tree tree(int number) {
    return trees.get(number);
  }

  /** The tree has given its pages back; its number is used again. */
  void felled(int number) {
    writableRoots().plant(number);
    felled.push(number);
  }
}
