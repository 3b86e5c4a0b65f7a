package dev.coulomb.node.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dialogues before there is a session. */
final class LoginTest {
  private static final int SSL = 80_877_103;
  private static final int GSS = 80_877_104;
  private static final Map<String, String> USER = Map.of("user", ServerTwin.USER);

  private final ServerTwin server = new ServerTwin(Runnable::run);

  @Test
  void aTrustedClientIsToldWhatItNeedsToKnow() {
    try (Dialogue client = new Dialogue(server, ServerTwin.byTrust())) {
      List<String> answers = client.startup(USER).answers();
      assertThat(answers)
          .startsWith("R 0")
          .contains(
              "S server_version=15.0",
              "S client_encoding=UTF8",
              "S integer_datetimes=on",
              "S standard_conforming_strings=on",
              "S TimeZone=UTC",
              "S DateStyle=ISO, MDY",
              "S session_authorization=coulomb")
          .endsWith("K", "Z I");
      assertThat(client.leakedBytes()).isZero();
    }
  }

  @Test
  void optionsOfTheStartUpAreSettings() {
    try (Dialogue client = new Dialogue(server, ServerTwin.byTrust())) {
      client.startup(
          Map.of(
              "user", ServerTwin.USER,
              "application_name", "test",
              "options", "-c timezone=Europe/Berlin --statement-timeout=5s"));
      assertThat(client.answers()).contains("S TimeZone=Europe/Berlin", "S application_name=test");
      assertThat(client.query("SHOW statement_timeout").answers()).contains("D 5s");
    }
  }

  @Test
  void whoHasNotSaidWhoHeIsCannotMakeTheNodeKeepMuch() {
    try (Dialogue client = new Dialogue(server, ServerTwin.byPassword())) {
      client.startup(USER).answers();
      ByteBuf begun = client.channel.alloc().buffer().writeByte('p').writeInt(1 << 20);
      client.raw(begun.writeZero(100));
      assertThat(client.answers()).containsExactly("E FATAL 08P01");
      assertThat(client.channel.isOpen()).isFalse();
      assertThat(client.leakedBytes()).isZero();
    }
  }

  @Test
  void theLongestLimitOfStatementsIsOne() {
    try (Dialogue client =
        new Dialogue(server, ServerTwin.byTrust(), new Connections(() -> 100), Integer.MAX_VALUE)) {
      client.startup(USER).answers();
      assertThat(client.query("SELECT 1").answers()).endsWith("C SELECT 1", "Z I");
    }
  }

  @Test
  void newerMinorVersionsAreNegotiated() {
    try (Dialogue client = new Dialogue(server, ServerTwin.byTrust())) {
      client.startup((3 << 16) + 2, Map.of("user", ServerTwin.USER, "_pq_.wish", "1"));
      assertThat(client.answers()).startsWith("v 196608 1", "R 0").endsWith("Z I");
    }
  }

  @Test
  void whoIsNotLetInIsToldWhy() {
    assertThat(refusal(3 << 16, Map.of("user", "coulomb", "database", "other"))).endsWith("3D000");
    assertThat(refusal(3 << 16, Map.of())).endsWith("28000");
    assertThat(refusal(2 << 16, USER)).endsWith("08P01");
    assertThat(refusal(3 << 16, Map.of("user", "coulomb", "nonsense", "1"))).endsWith("42704");
    assertThat(refusal(3 << 16, Map.of("user", "coulomb", "replication", "true")))
        .endsWith("0A000");
  }

  private String refusal(int version, Map<String, String> parameters) {
    Dialogue client = new Dialogue(server, ServerTwin.byTrust());
    List<String> answers = client.startup(version, parameters).answers();
    assertThat(client.channel.isOpen()).isFalse();
    assertThat(client.leakedBytes()).isZero();
    assertThat(answers.getLast()).startsWith("E FATAL");
    return answers.getLast();
  }

  @Test
  void tooManyAreTurnedAwayUntilOneLeaves() {
    Connections one = new Connections(() -> 1);
    Dialogue first = new Dialogue(server, ServerTwin.byTrust(), one, 1_000);
    assertThat(first.startup(USER).answers()).endsWith("Z I");
    Dialogue second = new Dialogue(server, ServerTwin.byTrust(), one, 1_000);
    assertThat(second.startup(USER).answers()).containsExactly("E FATAL 53300");
    assertThat(one.refused()).isEqualTo(1);
    first.close();
    Dialogue third = new Dialogue(server, ServerTwin.byTrust(), one, 1_000);
    assertThat(third.startup(USER).answers()).endsWith("Z I");
    one.stopAccepting();
    Dialogue late = new Dialogue(server, ServerTwin.byTrust(), one, 1_000);
    assertThat(late.startup(USER).answers()).containsExactly("E FATAL 57P03");
    one.terminate(new SqlError(SqlState.ADMIN_SHUTDOWN, "the end"));
    assertThat(third.answers()).containsExactly("E FATAL 57P01");
    assertThat(one.count()).isZero();
    assertThat(second.leakedBytes() + third.leakedBytes() + late.leakedBytes()).isZero();
  }

  @Test
  void encryptionThatIsNotThereIsDeclinedAndClearTextBehindTheQuestionIsNotTaken() {
    Dialogue client = new Dialogue(server, ServerTwin.byTrust());
    assertThat(oneByte(client.packet(out -> out.writeInt(SSL)))).isEqualTo('N');
    assertThat(oneByte(client.packet(out -> out.writeInt(GSS)))).isEqualTo('N');
    assertThat(client.startup(USER).answers()).endsWith("Z I");
    assertThat(client.leakedBytes()).isZero();

    Dialogue injected = new Dialogue(server, ServerTwin.byTrust());
    ByteBuf bytes = injected.channel.alloc().buffer();
    injected.raw(bytes.writeInt(8).writeInt(SSL).writeBytes(new byte[20]));
    assertThat(injected.answers()).containsExactly("E FATAL 08P01");
    assertThat(injected.channel.isOpen()).isFalse();
    assertThat(injected.leakedBytes()).isZero();
  }

  private static int oneByte(Dialogue client) {
    ByteBuf answer = client.channel.readOutbound();
    try {
      assertThat(answer.readableBytes()).isEqualTo(1);
      return answer.readByte();
    } finally {
      answer.release();
    }
  }

  @Test
  void statementsBeforeThePasswordAreAViolation() {
    Dialogue client = new Dialogue(server, ServerTwin.byPassword());
    assertThat(client.startup(USER).answers()).containsExactly("R 10");
    assertThat(client.query("SELECT 1").answers()).containsExactly("E FATAL 08P01");
    assertThat(client.leakedBytes()).isZero();
  }

  @Test
  void nobodyWaitsForEverForAPassword() {
    Dialogue client = new Dialogue(server, ServerTwin.byPassword());
    client.startup(USER).answers();
    client.channel.advanceTimeBy(31, java.util.concurrent.TimeUnit.SECONDS);
    client.channel.runScheduledPendingTasks();
    assertThat(client.channel.isOpen()).isFalse();
    assertThat(client.leakedBytes()).isZero();
  }

  @Test
  void everyUserThatDoesNotExistHasASaltOfItsOwn() {
    Authentication authentication = ServerTwin.byPassword();
    assertThat(salt(authentication, "eve")).isEqualTo(salt(authentication, "eve"));
    assertThat(salt(authentication, "eve")).isNotEqualTo(salt(authentication, "mallory"));
    assertThat(salt(authentication, "coulomb")).isEqualTo(salt(authentication, "coulomb"));
  }

  private static String salt(Authentication authentication, String user) {
    byte[] first = authentication.scram(user).first("n,,n=,r=abc".getBytes(UTF_8));
    String answer = new String(first, UTF_8);
    assertThat(answer).startsWith("r=abc").endsWith(",i=4096");
    return answer.substring(answer.indexOf(",s="));
  }
}
