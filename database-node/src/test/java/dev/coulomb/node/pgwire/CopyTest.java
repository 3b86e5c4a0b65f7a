package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dialogues of {@code COPY}. */
final class CopyTest {
  private final ServerTwin server = new ServerTwin(Runnable::run);
  private final Dialogue client = Dialogue.open(server);

  @BeforeEach
  void createTable() {
    assertThat(client.query("CREATE TABLE t").answers()).containsExactly("C CREATE TABLE", "Z I");
  }

  @AfterEach
  void noBufferIsLost() {
    assertThat(client.leakedBytes()).isZero();
  }

  @Test
  void textGoesInAndOut() {
    assertThat(client.query("COPY t FROM STDIN").answers()).containsExactly("G");
    client.copyData("1\tone\n2\t\\N\n3\ta\\tb\\\\c\\n").copyData("d\n4\t\\x41\\101\r\n\\.\n");
    assertThat(client.copyDone().answers()).containsExactly("C COPY 4", "Z I");
    assertThat(client.query("COPY t TO STDOUT").answers())
        .startsWith("H")
        .contains("d 1\tone", "d 2\t\\N", "d 3\ta\\tb\\\\c\\nd", "d 4\tAA")
        .endsWith("c", "C COPY 4", "Z I");
  }

  @Test
  void csvGoesInAndOutWhereverItIsCut() {
    String file = "1,one\n2,\n3,\"a,\"\"b\"\"\nc\"\r\n4,\"\"\n5,x\"y\"z\n6,Grüße";
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(7);
    client.query("COPY t FROM STDIN CSV").answers();
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(4));
      int from = at;
      client.say('d', out -> out.writeBytes(bytes, from, length));
      at += length;
    }
    assertThat(client.copyDone().answers()).containsExactly("C COPY 6", "Z I");
    assertThat(client.query("COPY t TO STDOUT CSV").answers())
        .contains("d 1,one", "d 2,", "d 3,\"a,\"\"b\"\"\nc\"", "d 4,\"\"", "d 5,xyz", "d 6,Grüße");
  }

  @Test
  void aBadLineFailsTheWholeCopyAndTheSessionGoesOn() {
    client.query("COPY t FROM STDIN").answers();
    client.copyData("1\tone\n").copyData("x\ttwo\n").copyData("3\tthree\n");
    assertThat(client.copyDone().answers()).containsExactly("E ERROR 22P02", "Z I");
    client.query("COPY t FROM STDIN").answers();
    assertThat(client.copyData("1\n").copyDone().answers()).containsExactly("E ERROR 22P04", "Z I");
    client.query("COPY t FROM STDIN").answers();
    assertThat(client.copyData("1\ta\tb\n").copyDone().answers())
        .containsExactly("E ERROR 22P04", "Z I");
    client.query("COPY t FROM STDIN").answers();
    assertThat(client.copyData("\\N\ta\n").copyDone().answers())
        .containsExactly("E ERROR 23502", "Z I");
    client.query("COPY t FROM STDIN CSV").answers();
    assertThat(client.copyData("1,\"open\n").copyDone().answers())
        .containsExactly("E ERROR 22P04", "Z I");
    client.query("COPY t FROM STDIN").answers();
    assertThat(client.copyData("1\ta\n1\tb\n").copyDone().answers())
        .containsExactly("E ERROR 23505", "Z I");
    assertThat(client.query("SELECT * FROM t").answers()).contains("C SELECT 0");
  }

  @Test
  void theClientCanGiveUp() {
    client.query("COPY t FROM STDIN").answers();
    client.copyData("1\tone\n").say('f', out -> Dialogue.text(out, "no more")).send();
    assertThat(client.answers()).containsExactly("E ERROR 57014", "Z I");
    client.query("COPY t FROM STDIN").answers();
    client.copyData("1\tone\n").send();
    assertThat(client.query("SELECT 1").answers())
        .as("something else than rows")
        .containsExactly("E ERROR 08P01", "Z I");
    assertThat(client.query("SELECT * FROM t").answers()).contains("C SELECT 0");
  }

  @Test
  void aCopyUnderWayIsCancelled() {
    client.query("COPY t FROM STDIN").answers();
    client.copyData("1\tone\n").send();
    Dialogue other = new Dialogue(server, ServerTwin.byTrust());
    other.packet(
        out -> out.writeInt(80_877_102).writeInt(client.keyNumber).writeInt(client.keySecret));
    client.copyData("2\ttwo\n").send();
    assertThat(client.answers()).containsExactly("E ERROR 57014", "Z I");
    assertThat(client.copyDone().query("SELECT * FROM t").answers()).contains("C SELECT 0");
    assertThat(other.leakedBytes()).isZero();
  }

  @Test
  void theExtendedProtocolCopiesToo() {
    client.parse("", "COPY t FROM STDIN").bind("", "").describe('P', "").execute("", 0);
    assertThat(client.sync().answers()).containsExactly("1", "2", "n", "G");
    client.copyData("1\tone\n").copyDone();
    assertThat(client.sync().answers()).containsExactly("C COPY 1", "Z I");
    client.parse("", "COPY t FROM STDIN").bind("", "").execute("", 0);
    assertThat(client.sync().answers()).containsExactly("1", "2", "G");
    client.copyData("wrong\n").copyDone();
    assertThat(client.sync().answers()).containsExactly("E ERROR 22P02", "Z I");
  }

  @Test
  void afterACopyTheStatementsBehindItRun() {
    client.query("COPY t FROM STDIN; SELECT 1").answers();
    assertThat(client.copyData("1\tone\n").copyDone().answers())
        .containsExactly("C COPY 1", "T n:23", "D 1", "C SELECT 1", "Z I");
  }

  @Test
  void manyRowsArriveAll() {
    client.query("COPY t FROM STDIN").answers();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      client.copyData(i + "\tx" + i + "\n");
      expected.add("d " + i + "\tx" + i);
    }
    assertThat(client.copyDone().answers()).containsExactly("C COPY 10000", "Z I");
    assertThat(client.query("COPY t TO STDOUT").answers()).containsAll(expected);
  }
}
