package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** How many rows a table has, and a checksum of them that does not depend on their places. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TableSum(String name, long rows, String sum) {

  /** One digest of all tables: two databases with the same rows have the same one. */
  public static String digest(List<TableSum> tables) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      tables.stream()
          .sorted(Comparator.comparing(TableSum::name))
          .map(t -> t.name() + '\t' + t.rows() + '\t' + t.sum() + '\n')
          .forEach(line -> sha.update(line.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
