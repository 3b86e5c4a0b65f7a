package dev.coulomb.node.durability.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** What lies at the place of one snapshot, as far as its manifest tells. Any thread. */
public final class SnapshotPlace {
  private static final String PROBE = "probe";

  private static final Set<String> NAMES = Set.of(Manifest.FILE, SnapshotWriter.CATALOG, PROBE);
  private static final Pattern FILES = Pattern.compile("jar-[0-9a-f]+|partition-[0-9]+\\.rows");

  private SnapshotPlace() {}

  /** What was found. */
  public enum Content {
    /** No file of a snapshot. */
    NOTHING,
    /** Files, and no manifest: one that was not written to its end, or is being written. */
    INCOMPLETE,
    COMPLETE
  }

  /** Looks which files there are, and not into them. */
  public static Content look(SnapshotStore store) throws IOException {
    SortedMap<String, Long> files = store.list();
    if (files.containsKey(Manifest.FILE)) {
      return Content.COMPLETE;
    }
    return files.keySet().stream().anyMatch(SnapshotPlace::isOurs)
        ? Content.INCOMPLETE
        : Content.NOTHING;
  }

  /** The manifest of a snapshot that is complete; looks at no other file. */
  public static Optional<Manifest> manifest(SnapshotStore store) throws IOException {
    return store.list().containsKey(Manifest.FILE)
        ? Optional.of(SnapshotReader.manifest(store))
        : Optional.empty();
  }

  /**
   * Tries whether files can be written here, read back and deleted.
   *
   * @throws StoreException when the store gives back something else
   */
  public static void probe(SnapshotStore store) throws IOException {
    byte[] bytes = PROBE.getBytes(StandardCharsets.US_ASCII);
    try (SnapshotStore.Upload file = store.put(PROBE)) {
      file.write(ByteBuffer.wrap(bytes));
      file.finish();
    }
    if (!Arrays.equals(SnapshotReader.bytes(store, PROBE), bytes)) {
      throw new StoreException(
          StoreException.Problem.REFUSED, "the store does not give back what it was given", null);
    }
    store.delete(PROBE);
  }

  /**
   * Deletes a snapshot, complete or not, the manifest first: what is left in between is incomplete.
   * Files of others stay. Gives how many files there were.
   */
  public static int delete(SnapshotStore store) throws IOException {
    List<String> files = store.list().keySet().stream().filter(SnapshotPlace::isOurs).toList();
    if (files.contains(Manifest.FILE)) {
      store.delete(Manifest.FILE);
      store.force();
    }
    for (String file : files) {
      store.delete(file);
    }
    store.deleteIncomplete();
    store.force();
    return files.size();
  }

  private static boolean isOurs(String file) {
    return NAMES.contains(file) || FILES.matcher(file).matches();
  }
}
