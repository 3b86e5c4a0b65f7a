package dev.coulomb.node.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small file with a secret, read anew each time; what was last good stays when it cannot be. */
final class WatchedFile {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  private final Path path;
  private volatile String last;

  /** Reads it for the first time; that must succeed. */
  WatchedFile(Path path) throws IOException {
    this.path = path;
    this.last = read();
  }

  /** The content without surrounding blanks and line ends; empty when the file is. */
  Optional<String> content() {
    try {
      last = read();
    } catch (IOException notReadable) {
      LOG.warn("a secret cannot be read and stays as it was: {}", path);
    }
    return last.isEmpty() ? Optional.empty() : Optional.of(last);
  }

  private String read() throws IOException {
    return Files.readString(path, StandardCharsets.UTF_8).strip();
  }
}
