package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.FrozenView;

/**
 * The newest view of the replicated tables with the catalog it belongs to, shared by all who read
 * it. Replaced while all tokens are held; taken and released by any thread.
 */
final class ReplicatedViews {
  private Shared newest;

  ReplicatedViews(Catalog catalog, FrozenView view) {
    newest = new Shared(catalog, view);
  }

  /** The newest one, which stays open until the caller releases it. */
  synchronized Shared take() {
    newest.readers++;
    return newest;
  }

  synchronized boolean isNewest(Shared shared) {
    return shared == newest;
  }

  synchronized void replace(Catalog catalog, FrozenView view) {
    Shared old = newest;
    newest = new Shared(catalog, view);
    release(old);
  }

  synchronized void release(Shared shared) {
    shared.readers--;
    Invariant.that(shared.readers >= 0, "a view is released once by each reader");
    if (shared.readers == 0) {
      shared.view.close();
    }
  }

  /** A view and how many still need it; being the newest counts as one. */
  static final class Shared {
    private final Catalog catalog;
    private final FrozenView view;
    private int readers = 1;

    Shared(Catalog catalog, FrozenView view) {
      this.catalog = catalog;
      this.view = view;
    }

    Catalog catalog() {
      return catalog;
    }

    FrozenView view() {
      return view;
    }
  }
}
