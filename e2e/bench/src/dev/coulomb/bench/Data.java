package dev.coulomb.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** What is in the tables: {@code kv(k bigint, v varchar(100))} and {@code facts(id, grp, x)}. */
final class Data {
  static final int ROWS = Integer.getInteger("rows", 1_000_000);
  static final int GROUPS = 50;
  static final int VALUE_CHARACTERS = 100;
  private static final byte[][] VALUES = values();

  private Data() {}

  /** Some value of 100 characters. */
  static byte[] value(int number) {
    return VALUES[number & 1023];
  }

  /** Table kv in the text format of COPY. */
  static byte[] kv() {
    return lines(id -> "\t" + new String(value(id), StandardCharsets.US_ASCII));
  }

  /** Table facts in the text format of COPY. */
  static byte[] facts() {
    return lines(id -> "\t" + id % GROUPS + "\t" + id % 1_000);
  }

  private static byte[] lines(IntFunction<String> rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(ROWS * 16);
    for (int id = 0; id < ROWS; id++) {
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
