package dev.coulomb.node.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Messages, byte by byte. */
final class MessageWriterTest {
  @Test
  void integersAreWrittenAsTheirDigits() {
    SplittableRandom random = new SplittableRandom(3);
    for (long value : new long[] {0, 9, 10, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(text(value)).isEqualTo(Long.toString(value));
    }
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(text(value)).isEqualTo(Long.toString(value));
    }
  }

  private static String text(long value) {
    ByteBuf out = Unpooled.buffer();
    List<OutputColumn> columns = List.of(new OutputColumn("n", SqlType.BIGINT, 0, 0));
    MessageWriter.dataRow(out, columns, ResultFormats.TEXT, ZoneOffset.UTC, new Object[] {value});
    assertThat(out.readByte()).isEqualTo((byte) 'D');
    assertThat(out.readInt()).isEqualTo(out.readableBytes() + 4);
    assertThat(out.readShort()).isEqualTo((short) 1);
    assertThat(out.readInt()).isEqualTo(out.readableBytes());
    return out.toString(UTF_8);
  }

  @Test
  void errorsCarryTheirFields() {
    ByteBuf out = Unpooled.buffer();
    SqlError error =
        new SqlError(SqlState.UNIQUE_VIOLATION, "taken")
            .with("table", "t")
            .with("constraint", "t_pkey")
            .hint("Choose another.")
            .at(7);
    MessageWriter.error(out, 'E', "ERROR", error);
    assertThat(out.readByte()).isEqualTo((byte) 'E');
    assertThat(out.readInt()).isEqualTo(out.readableBytes() + 4);
    assertThat(out.toString(UTF_8).split("\0"))
        .containsExactlyInAnyOrder(
            "SERROR",
            "VERROR",
            "C23505",
            "Mtaken",
            "tt",
            "nt_pkey",
            "Dtable: t, constraint: t_pkey",
            "HChoose another.",
            "P7");
  }
}
