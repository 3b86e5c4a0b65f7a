package dev.coulomb.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** What is in the tables: {@code kv(k bigint, v varchar(100))} and {@code facts(id, grp, x)}. */
final class Data {
  static final int ROWS = Integer.getInteger("rows", 1_000_000);
  static final int GROUPS = 50;
  static final int VALUE_CHARACTERS = 100;
  private static final byte[][] VALUES = values();

  private Data() {}

  static final int CONTESTANTS = 6;
  static final int AREAS = 300;
  private static final int FIRST_AREA = 201;
  private static final int PHONES_OF_AREA = 10_000_000;

  /** Some phone of some area; few vote more often than they may. */
  static long phone(SplittableRandom random) {
    long area = FIRST_AREA + random.nextInt(AREAS);
    return area * PHONES_OF_AREA + random.nextInt(PHONES_OF_AREA);
  }

  /** {@code INSERT} statements that fill the tables of the voters, for all SQL there is. */
  static List<String> voterRows() {
    List<String> inserts = new ArrayList<>();
    for (int i = 1; i <= CONTESTANTS; i++) {
      inserts.add("INSERT INTO contestants VALUES (" + i + ", 'Contestant " + i + "')");
    }
    for (int i = 0; i < AREAS; i++) {
      char second = (char) ('A' + i % 25);
      inserts.add("INSERT INTO areas VALUES (" + (FIRST_AREA + i) + ", 'S" + second + "')");
    }
    return inserts;
  }

  /** Some value of 100 characters. */
  static byte[] value(int number) {
    return VALUES[number & 1023];
  }

  /** Table kv in the text format of COPY. */
  static byte[] kv(int from, int to) {
    return lines(from, to, id -> "\t" + new String(value(id), StandardCharsets.US_ASCII));
  }

  /** Table facts in the text format of COPY. */
  static byte[] facts() {
    return lines(0, ROWS, id -> "\t" + id % GROUPS + "\t" + id % 1_000);
  }

  private static byte[] lines(int from, int to, IntFunction<String> rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream((to - from) * 16);
    for (int id = from; id < to; id++) {
      out.writeBytes((id + rest.apply(id) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }

  private static byte[][] values() {
    SplittableRandom random = new SplittableRandom(7);
    byte[][] values = new byte[1024][VALUE_CHARACTERS];
    for (byte[] value : values) {
      for (int i = 0; i < value.length; i++) {
        value[i] = (byte) ('a' + random.nextInt(26));
      }
    }
    return values;
  }
}
