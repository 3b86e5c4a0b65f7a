package dev.coulomb.node.plan.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.RandomValues;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredExpressionTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(TypeKind.class)
  void constantsOfEveryTypeComeBackExactly(TypeKind kind) throws IOException {
    RandomValues values = new RandomValues(new SplittableRandom(SEED));
    SqlType type = SqlType.of(kind);
    assertThat(again(new Expression.Literal(null, type)))
        .isEqualTo(new Expression.Literal(null, type));
    for (int round = 0; round < ROUNDS; round++) {
      Object value = values.of(kind);
      Expression.Literal read = (Expression.Literal) again(new Expression.Literal(value, type));
      assertThat(read.value()).as("seed %d", SEED).isEqualTo(value);
      assertThat(read.type()).isEqualTo(type);
    }
  }

  @Test
  void cornersComeBackExactly() throws IOException {
    for (String number :
        List.of("0", "0.00", "-1.50", "1E+3", "-0.0000001", "12345678901234567890.1")) {
      assertThat(value(SqlType.NUMERIC, new BigDecimal(number))).isEqualTo(new BigDecimal(number));
    }
    for (double number :
        new double[] {
          -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 0.1
        }) {
      assertThat(value(SqlType.DOUBLE, number)).isEqualTo(number);
      assertThat(value(SqlType.REAL, (float) number)).isEqualTo((float) number);
    }
    assertThat(value(SqlType.TIMESTAMP, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(value(SqlType.TEXT, "\ud800 \0 \u2028 \"\\ ⚡")).isEqualTo("\ud800 \0 \u2028 \"\\ ⚡");
  }

  private static @Nullable Object value(SqlType type, Object value) throws IOException {
    return ((Expression.Literal) again(new Expression.Literal(value, type))).value();
  }

  @Test
  void treesComeBackAsTheyWere() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Expression tree = tree(random, 5);
      assertThat(again(tree)).as("seed %d", SEED).isEqualTo(tree);
    }
  }

  @Test
  void whatIsNestedAsDeeplyAsMayBeComesBack() throws IOException {
    Expression deep = nested(500);
    StoredExpression.checkDepth(deep);
    Expression read = again(deep);
    assertThat(read.toString()).isEqualTo(deep.toString());
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> StoredExpression.checkDepth(nested(501)))
        .satisfies(error -> assertThat(error.state()).isEqualTo(SqlState.STATEMENT_TOO_COMPLEX));
  }

  private static Expression nested(int levels) {
    Expression value = new Expression.Column(0, SqlType.TEXT);
    for (int i = 1; i < levels; i++) {
      value = new Expression.Call(Function.REVERSE, List.of(value), SqlType.TEXT);
    }
    return value;
  }

  private static Expression tree(SplittableRandom random, int depth) {
    SqlType type = type(random);
    if (depth == 0 || random.nextInt(4) == 0) {
      Object value = random.nextInt(4) == 0 ? null : new RandomValues(random).of(type.kind());
      return random.nextBoolean()
          ? new Expression.Column(random.nextInt(100), type)
          : new Expression.Literal(value, type);
    }
    return switch (random.nextInt(4)) {
      case 0 -> new Expression.Cast(tree(random, depth - 1), type, random.nextBoolean());
      case 1 -> new Expression.InList(tree(random, depth - 1), trees(random, depth - 1), type);
      case 2 -> {
        List<Expression.When> whens = new ArrayList<>();
        for (int i = random.nextInt(1, 3); i > 0; i--) {
          whens.add(new Expression.When(tree(random, depth - 1), tree(random, depth - 1)));
        }
        yield new Expression.Case(
            whens, random.nextBoolean() ? tree(random, depth - 1) : null, type);
      }
      default -> {
        Function[] all = Function.values();
        yield new Expression.Call(all[random.nextInt(all.length)], trees(random, depth - 1), type);
      }
    };
  }

  private static List<Expression> trees(SplittableRandom random, int depth) {
    List<Expression> trees = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      trees.add(tree(random, depth));
    }
    return trees;
  }

  private static SqlType type(SplittableRandom random) {
    TypeKind kind = TypeKind.values()[random.nextInt(TypeKind.values().length)];
    int length = random.nextInt(1, 1_000);
    return switch (kind) {
      case NUMERIC ->
          random.nextBoolean() ? SqlType.NUMERIC : SqlType.numeric(length, random.nextInt(-9, 99));
      case VARCHAR -> random.nextBoolean() ? SqlType.of(kind) : SqlType.varchar(length);
      case CHAR -> SqlType.character(length);
      default -> SqlType.of(kind);
    };
  }

  /** Through bytes. */
  private static Expression again(Expression expression) throws IOException {
    ObjectNode written = JSON.createObjectNode();
    StoredExpression.write(expression, written);
    return Fields.read(JSON.readTree(StoredCatalog.bytes(written)), StoredExpression::read);
  }
}
