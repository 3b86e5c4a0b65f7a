package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values in PostgreSQL's binary forms. */
final class BinaryFormatTest {
  @Test
  void everyTypeComesBack() {
    roundTrip(SqlType.BOOLEAN, true);
    roundTrip(SqlType.SMALLINT, -32_768L);
    roundTrip(SqlType.INTEGER, 2_147_483_647L);
    roundTrip(SqlType.BIGINT, Long.MIN_VALUE);
    roundTrip(SqlType.REAL, 1.5f);
    roundTrip(SqlType.DOUBLE, -0.1);
    roundTrip(SqlType.TEXT, "Grüße 𝄞");
    roundTrip(SqlType.varchar(3), "abc");
    roundTrip(SqlType.DATE, 0L);
    roundTrip(SqlType.DATE, Calendar.DATE_INFINITY);
    roundTrip(SqlType.DATE, Calendar.DATE_MINUS_INFINITY);
    roundTrip(SqlType.TIME, Calendar.MICROS_PER_DAY);
    roundTrip(SqlType.TIMESTAMP, -1L);
    roundTrip(SqlType.TIMESTAMPTZ, Calendar.INFINITY);
    roundTrip(SqlType.TIMESTAMPTZ, Calendar.MINUS_INFINITY);
    roundTrip(SqlType.INTERVAL, new Interval(13, -2, 3));
    roundTrip(SqlType.UUID, new UUID(1, -2));
    roundTrip(SqlType.JSON, "{\"a\" :1}");
    roundTrip(SqlType.JSONB, "[1, 2]");
    assertThat((byte[]) BinaryFormat.read(SqlType.BYTEA, written(SqlType.BYTEA, new byte[] {0, 1})))
        .containsExactly(0, 1);
  }

  @Test
  void numericsComeBackWithTheirScale() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      BigInteger digits =
          BigInteger.valueOf(random.nextLong())
              .pow(random.nextInt(1, 4))
              .shiftRight(random.nextInt(190));
      roundTrip(SqlType.NUMERIC, new BigDecimal(digits, random.nextInt(30)));
    }
    roundTrip(SqlType.NUMERIC, new BigDecimal("0.00"));
    roundTrip(SqlType.NUMERIC, new BigDecimal("10000.0001"));
    roundTrip(SqlType.NUMERIC, BigDecimal.ONE.movePointLeft(20));
  }

  /** As PostgreSQL 15's {@code numeric_send} and its like write them. */
  @ParameterizedTest
  @CsvSource({
    "12345.678, 0003000100000003000109291a7c",
    "-1, 00010000400000000001",
    "0, 0000000000000000",
    "100000000, 00010002000000000001"
  })
  void numericsAreThoseOfPostgres(String number, String hex) {
    assertThat(written(SqlType.NUMERIC, new BigDecimal(number)))
        .containsExactly(HexFormat.of().parseHex(hex));
  }

  @Test
  void whatIsNotAValueIsRefused() {
    refused(SqlType.INTEGER, "0001020304", "22P03");
    refused(SqlType.SMALLINT, "00010000", "22003");
    refused(SqlType.TIME, "ffffffffffffffff", "22P03");
    refused(SqlType.TIMESTAMP, "8000000000000001", "22008");
    refused(SqlType.TIMESTAMP, "7ffffffffffffffe", "22008");
    refused(SqlType.DATE, "80000001", "22008");
    refused(SqlType.NUMERIC, "00010000c0000000" + "0001", "22P03");
    refused(SqlType.NUMERIC, "0001000000000000" + "2710", "22P03");
    refused(SqlType.NUMERIC, "0002000000000000" + "0001", "22P03");
    refused(SqlType.TEXT, "ff", "22021");
    refused(SqlType.TEXT, "6100", "22021");
    refused(SqlType.JSONB, "027b7d", "22P03");
    refused(SqlType.UUID, "00", "22P03");
    refused(SqlType.BOOLEAN, "", "22P03");
  }

  private static void refused(SqlType type, String hex, String state) {
    assertThatThrownBy(() -> BinaryFormat.read(type, HexFormat.of().parseHex(hex)))
        .as("%s of %s", type, hex)
        .isInstanceOfSatisfying(
            SqlError.class, error -> assertThat(error.state().code()).isEqualTo(state));
  }

  private static void roundTrip(SqlType type, Object value) {
    assertThat(BinaryFormat.read(type, written(type, value))).isEqualTo(value);
  }

  private static byte[] written(SqlType type, Object value) {
    ByteBuf out = Unpooled.buffer();
    BinaryFormat.write(type, value, out);
    assertThat(out.readInt()).isEqualTo(out.readableBytes());
    return ByteBufUtil.getBytes(out);
  }
}
