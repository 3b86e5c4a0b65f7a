package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.naming.Paths;
import java.util.Objects;

/**
 * The exact place of one snapshot, or of the archive of one cluster, in a destination.
 *
 * @param below what lies below the destination's own prefix or path, without a slash at its ends
 */
public record Place(Destination destination, String below) {

  /** Where the snapshot of that name is. */
  public static Place ofSnapshot(Destination destination, String cluster, String name) {
    return new Place(destination, cluster + "/" + name);
  }

  /** Where the archive of a cluster is. */
  public static Place ofArchive(Destination destination, String cluster) {
    return new Place(destination, cluster + "/archive");
  }

  /** For people: {@code s3://bucket/prefix} or {@code claim:path}. */
  public String location() {
    Destination.S3 s3 = destination.s3();
    return s3 != null
        ? "s3://" + s3.bucket() + "/" + prefix()
        : Objects.requireNonNull(destination.volume()).claimName() + ":/" + path();
  }

  /** What the names of the objects begin with. */
  public String prefix() {
    Destination.S3 s3 = destination.s3();
    return joined(s3 == null ? null : s3.prefix());
  }

  /** The directory, seen from the root of the volume. */
  public String path() {
    Destination.Volume volume = destination.volume();
    return joined(volume == null ? null : volume.path());
  }

  /** The same directory as a database pod has it. */
  public String mounted() {
    return Paths.BACKUP + "/" + path();
  }

  private String joined(@org.jspecify.annotations.Nullable String first) {
    return first == null || first.isEmpty() ? below : first + "/" + below;
  }
}
