package dev.coulomb.node.restore;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.plan.stored.StoredCatalog;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The schema of a snapshot, with the classes of its procedures. */
public final class SnapshotCatalog {
  private SnapshotCatalog() {}

  /**
   * Reads it.
   *
   * @throws dev.coulomb.node.plan.stored.CatalogFormatException when a newer version wrote it
   */
  public static Catalog read(SnapshotReader snapshot) throws IOException {
    Map<String, byte[]> jars = new HashMap<>();
    for (Manifest.Jar jar : snapshot.manifest().jars()) {
      jars.put(jar.digest(), snapshot.jar(jar));
    }
    return StoredCatalog.decode(snapshot.catalog(), jars::get);
  }
}
