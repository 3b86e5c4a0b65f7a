package dev.coulomb.node.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Bytes that lie on disks, in a file of {@code src/test/resources/layout}: one name and its bytes
 * in hexadecimal a line. What once was in it is never changed: a log is full of it. {@code
 * -Daccept} adds what is new.
 */
public final class GoldenBytes {
  private static final Path FOLDER = Path.of("src/test/resources/layout");

  private final Path file;
  private final Map<String, byte[]> known = new LinkedHashMap<>();

  public GoldenBytes(String file) throws IOException {
    this.file = FOLDER.resolve(file);
    for (String line :
        Files.exists(this.file) ? Files.readAllLines(this.file) : List.<String>of()) {
      String[] parts = line.split(" = ", 2);
      known.put(parts[0], HexFormat.of().parseHex(parts[1]));
    }
  }

  /** The bytes that were written once under this name. */
  public byte[] get(String name) {
    return Objects.requireNonNull(known.get(name), "run with -Daccept to add what is new");
  }

  /** Fails unless these bytes, and no others, are what has been written ever since. */
  public void check(Map<String, byte[]> written) throws IOException {
    if (Boolean.getBoolean("accept")) {
      written.forEach(known::putIfAbsent);
      StringBuilder text = new StringBuilder();
      known.forEach((name, bytes) ->
          text.append(name).append(" = ").append(HexFormat.of().formatHex(bytes)).append('\n'));
      Files.writeString(file, text);
    }
    assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(known.keySet());
    written.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(get(name)));
  }
}
