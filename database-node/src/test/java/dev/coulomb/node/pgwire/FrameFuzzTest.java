package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that no client would send: the node neither breaks nor waits nor loses a buffer, and where
 * the frames are whole the session goes on after the next Sync.
 */
final class FrameFuzzTest {
  private static final int ROUNDS = 300;
  private static final String KINDS = "QPBDECSHdcfpXz\0";
  private static final List<String> TEXTS =
      List.of("SELECT 1", "SELECT 5", "CREATE TABLE t", "COPY t FROM STDIN", "INSERT INTO t", "");

  private final ServerTwin server = new ServerTwin(Runnable::run);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void wholeFramesWithWrongBodies(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Dialogue client = Dialogue.open(server);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        char kind = KINDS.charAt(random.nextInt(KINDS.length()));
        if (kind != 'X') {
          client.say(kind, out -> body(out, random));
        }
      }
      client.send();
      client.say('f', out -> Dialogue.text(out, "no copy")).sync();
      client.answers();
      assertThat(client.channel.isOpen()).as("seed %s, round %s", seed, round).isTrue();
      assertThat(client.query("SELECT 1").answers())
          .as("seed %s, round %s", seed, round)
          .endsWith("C SELECT 1", "Z I");
    }
    assertThat(client.leakedBytes()).isZero();
  }

  private static void body(ByteBuf out, SplittableRandom random) {
    for (int i = random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> Dialogue.text(out, TEXTS.get(random.nextInt(TEXTS.size())));
        case 1 -> out.writeShort(random.nextInt(3));
        case 2 -> out.writeInt(random.nextInt(-2, 5));
        case 3 -> out.writeByte("SP\0".charAt(random.nextInt(3)));
        default -> {
          byte[] noise = new byte[random.nextInt(10)];
          random.nextBytes(noise);
          out.writeBytes(noise);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void noiseFromTheFirstByteOn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Dialogue client =
          random.nextBoolean()
              ? Dialogue.open(server)
              : new Dialogue(server, ServerTwin.byPassword());
      for (int i = random.nextInt(4); i >= 0 && client.channel.isOpen(); i--) {
        byte[] noise = new byte[random.nextInt(1, 40)];
        random.nextBytes(noise);
        if (random.nextBoolean()) {
          noise[0] = (byte) KINDS.charAt(random.nextInt(KINDS.length()));
        }
        if (noise.length > 5 && random.nextBoolean()) {
          noise[1] = 0;
          noise[2] = 0;
          noise[3] = 0;
        }
        client.raw(client.channel.alloc().buffer().writeBytes(noise));
      }
      client.answers();
      assertThat(client.leakedBytes()).as("seed %s, round %s", seed, round).isZero();
    }
  }
}
