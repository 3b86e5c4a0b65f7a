package dev.coulomb.node.node.backup;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.host.LocalDisk;
import dev.coulomb.node.s3.S3Config;
import dev.coulomb.node.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the places that are named in requests. Any thread. */
public final class Destinations implements Places {
  private final Optional<Path> root;

  /**
   * @param root the only directory below which requests may name directories; empty: none
   */
  public Destinations(Optional<Path> root) {
    this.root = root.map(path -> path.toAbsolutePath().normalize());
  }

  /** Refuses a directory that is not below the one for backups. */
  @Override
  public void check(Destination destination) {
    if (!(destination instanceof Destination.Directory directory)) {
      return;
    }
    Path allowed =
        root.orElseThrow(
            () -> refused("this node has no directory for backups: set backup.directory"));
    Path asked = path(directory.path()).normalize();
    if (!asked.isAbsolute() || !asked.startsWith(allowed) || asked.equals(allowed)) {
      throw refused("the directory does not lie below the node's backup.directory, " + allowed);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException noPath) {
      throw refused("this cannot be the path of a directory");
    }
  }

  private static AdminError refused(String sentence) {
    return new AdminError(400, "destination", sentence, "destination.directory.path");
  }

  /** A directory is made where there is none. */
  @Override
  public SnapshotStore open(Destination destination) throws IOException {
    return switch (destination) {
      case Destination.S3 s3 -> S3Store.open(config(s3));
      case Destination.Directory(String path) -> new DiskStore(made(Path.of(path).normalize()));
    };
  }

  private LocalDisk made(Path directory) throws IOException {
    Path mounted = root.orElseThrow();
    if (!Files.isDirectory(mounted)) {
      // Made by us it would be a directory of the machine, not of the volume.
      throw new NotDirectoryException(mounted.toString());
    }
    return LocalDisk.make(directory);
  }

  private static S3Config config(Destination.S3 s3) {
    Destination.Credentials given = s3.credentials();
    String endpoint = s3.endpoint();
    return new S3Config(
        endpoint == null ? null : URI.create(endpoint),
        s3.region(),
        s3.bucket(),
        s3.prefix(),
        s3.pathStyle(),
        new S3Config.Credentials(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
        s3.caCertificate(),
        S3Config.PATIENCE);
  }
}
