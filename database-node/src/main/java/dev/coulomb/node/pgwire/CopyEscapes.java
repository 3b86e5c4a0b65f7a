package dev.coulomb.node.pgwire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The backslash sequences of PostgreSQL's text format of {@code COPY}. Without state. */
final class CopyEscapes {
  private CopyEscapes() {}

  static String unescaped(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    byte[] in = raw.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    int i = 0;
    while (i < in.length) {
      byte b = in[i++];
      if (b != '\\' || i == in.length) {
        out.write(b);
        continue;
      }
      byte next = in[i++];
      switch (next) {
        case 'b' -> out.write('\b');
        case 'f' -> out.write('\f');
        case 'n' -> out.write('\n');
        case 'r' -> out.write('\r');
        case 't' -> out.write('\t');
        case 'v' -> out.write(0x0B);
        case 'x' -> i = number(in, i, 16, 2, 0, out, next);
        case '0', '1', '2', '3', '4', '5', '6', '7' ->
            i = number(in, i, 8, 2, next - '0', out, next);
        default -> out.write(next);
      }
    }
    return MessageReader.utf8(out.toByteArray());
  }

  /** A byte by its digits; without any it is the letter itself. */
  private static int number(
      byte[] in, int from, int radix, int digitsMax, int start, ByteArrayOutputStream out, byte c) {
    int value = start;
    int i = from;
    while (i < in.length && i - from < digitsMax && Character.digit(in[i], radix) >= 0) {
      value = value * radix + Character.digit(in[i], radix);
      i++;
    }
    out.write(c == 'x' && i == from ? c : value);
    return i;
  }
}
