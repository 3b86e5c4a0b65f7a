package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Types, names and values of expressions as PostgreSQL 15 gives them: {@code types.txt} holds its
 * answers, each below its statement, or its error code. Rows stand in no order.
 */
class TypesTest {
  private static final String SCHEMA =
      """
      create table e (id int primary key, d date, t time, ts timestamp, tz timestamptz, i interval,
        n numeric(8,2), f float8, x int, s text, c char(4), v varchar(9), u uuid, b bytea,
        k boolean) partition by hash (id);
      insert into e values (1, '2024-02-29', '10:11:12', '2024-02-29 10:11:12.5',
        '2024-02-29 10:11:12+02', '1 mon 2 days 03:04:05', 1.50, 2.5, 3, 'abc', 'ab', 'vv',
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\\x01ff', true);
      insert into e (id, d, ts) values (2, '2023-01-31', '2023-12-31 23:59:59')
      """;

  @TestFactory
  List<DynamicTest> answersAsPostgresDoes() throws IOException {
    LiveDatabase database = new LiveDatabase();
    database.run(SCHEMA);
    try (InputStream in = TypesTest.class.getResourceAsStream("types.txt")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.strip().split("\n\n"))
          .map(pair -> pair.split("\n-- "))
          .map(pair -> DynamicTest.dynamicTest(pair[0], () -> check(database, pair[0], pair[1])))
          .toList();
    }
  }

  private static void check(LiveDatabase database, String sql, String expected) {
    assertThat(answer(database, sql)).as(sql).isEqualTo(expected.strip());
  }

  private static String answer(LiveDatabase database, String sql) {
    try {
      PreparedPlan plan = database.prepared(sql);
      String columns =
          plan.columns().stream()
              .map(column -> column.name() + ":" + TypeNames.internal(column.type()))
              .collect(Collectors.joining(" "));
      String rows =
          database.run(plan).stream()
              .map(row -> String.join("|", row))
              .sorted()
              .collect(Collectors.joining(" ; "));
      return (columns + " => " + rows).strip();
    } catch (SqlError error) {
      return "ERROR " + error.state().code();
    }
  }
}
