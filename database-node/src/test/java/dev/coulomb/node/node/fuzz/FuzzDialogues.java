package dev.coulomb.node.node.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What drivers say, as frames, from which {@link FuzzClient} begins. There is a table t (a, b). */
final class FuzzDialogues {
  /** Kind and length. */
  static final int HEADER = 5;

  /** Of messages, and two that are none. */
  static final String KINDS = "QPBDECSHdcfpXz\0";

  private static final List<String> TEXTS =
      List.of(
          "SELECT 1",
          "SELECT a, b FROM t WHERE a = 7",
          "SELECT count(*), max(b) FROM t",
          "SELECT x.a, y.b FROM t AS x, t AS y",
          "INSERT INTO t VALUES (1, 'again')",
          "UPDATE t SET b = b || '!' WHERE a < 20",
          "DELETE FROM t WHERE a = 8 RETURNING *",
          "BEGIN; UPDATE t SET b = 'x' WHERE a = 1; SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; COMMIT",
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT s",
          "ROLLBACK TO s",
          "SET application_name = 'fuzz'",
          "SHOW ALL",
          "EXPLAIN SELECT * FROM t",
          "DEALLOCATE ALL",
          "DISCARD ALL",
          "CALL nothing()",
          "SELECT",
          ";",
          "");

  private final SplittableRandom random;
  private final List<byte[]> frames = new ArrayList<>();

  private FuzzDialogues(SplittableRandom random) {
    this.random = random;
  }

  /** Some dialogues, one after another. */
  static List<byte[]> frames(SplittableRandom random) {
    FuzzDialogues dialogues = new FuzzDialogues(random);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      dialogues.one();
    }
    return dialogues.frames;
  }

  static byte[] startup() {
    byte[] parameters = "user\0coulomb\0database\0coulomb\0\0".getBytes(StandardCharsets.UTF_8);
    return bytes(out -> {
      out.writeInt(8 + parameters.length);
      out.writeInt(3 << 16);
      out.write(parameters);
    });
  }

  /** Whatever was said before, as long as it was messages: now this text is answered. */
  static List<byte[]> signOfLife(String text) {
    byte[] sync = frame('S', new byte[0]);
    return List.of(
        frame('f', text("no copy")),
        sync,
        frame('Q', text("ROLLBACK")),
        frame('Q', text("SELECT '" + text + "'")));
  }

  private void one() {
    switch (random.nextInt(9)) {
      case 0, 1 -> query(text());
      case 2 -> prepared("", text());
      case 3 -> prepared("s" + random.nextInt(3), "SELECT a, b FROM t WHERE a = $1", "7");
      case 4 -> {
        for (int i = random.nextInt(1, 300); i > 0; i--) {
          int a = random.nextInt(2_000, 3_000);
          unsynced("", "INSERT INTO t VALUES ($1, $2)", 0, String.valueOf(a), "pipelined");
        }
        sync();
      }
      case 5 -> {
        unsynced("p", "SELECT * FROM t", 1 + random.nextInt(30));
        execute("p", random.nextInt(50));
        say('C', out -> out.write(text("Pp")));
        sync();
      }
      case 6 -> copyIn();
      case 7 -> query("COPY t TO STDOUT");
      default -> {
        query("BEGIN");
        prepared("", "UPDATE t SET b = $1 WHERE a = 3", "begun");
        query(random.nextBoolean() ? "COMMIT" : "ROLLBACK");
      }
    }
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private void copyIn() {
    query("COPY t FROM STDIN");
    for (int i = random.nextInt(4); i > 0; i--) {
      int a = random.nextInt(4_000, 9_000);
      say('d', out -> out.write((a + "\tcopied\n").getBytes(StandardCharsets.UTF_8)));
    }
    if (random.nextInt(3) == 0) {
      say('f', out -> out.write(text("no more")));
    } else {
      say('c', out -> {});
    }
  }

  private void query(String sql) {
    say('Q', out -> out.write(text(sql)));
  }

  private void prepared(String name, String sql, @Nullable String... values) {
    say(
        'P',
        out -> {
          out.write(text(name));
          out.write(text(sql));
          out.writeShort(0);
        });
    say('D', out -> out.write(text("S" + name)));
    bind("", name, values);
    execute("", 0);
    say('C', out -> out.write(text("S" + name)));
    sync();
  }

  private void unsynced(String portal, String sql, int maxRows, @Nullable String... values) {
    say(
        'P',
        out -> {
          out.write(text(""));
          out.write(text(sql));
          out.writeShort(0);
        });
    bind(portal, "", values);
    say('D', out -> out.write(text("P" + portal)));
    execute(portal, maxRows);
  }

  private void bind(String portal, String statement, @Nullable String... values) {
    int result = random.nextInt(2);
    say(
        'B',
        out -> {
          out.write(text(portal));
          out.write(text(statement));
          out.writeShort(0);
          out.writeShort(values.length);
          for (String value : values) {
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            out.writeInt(value == null ? -1 : bytes.length);
            out.write(bytes);
          }
          out.writeShort(1);
          out.writeShort(result);
        });
  }

  private void execute(String portal, int maxRows) {
    say(
        'E',
        out -> {
          out.write(text(portal));
          out.writeInt(maxRows);
        });
  }

  private void sync() {
    say('S', out -> {});
  }

  // Frames.

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private void say(char kind, Body body) {
    frames.add(frame(kind, bytes(body)));
  }

  static byte[] frame(int kind, byte[] body) {
    return bytes(out -> {
      out.writeByte(kind);
      out.writeInt(4 + body.length);
      out.write(body);
    });
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      body.write(new DataOutputStream(bytes));
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return bytes.toByteArray();
  }
}
