package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the answer is a plan or an error of the user's; {@code -Dseed} replays. */
class StatementFuzzTest {
  private static final int ROUNDS = 1_500;

  private static final List<String> STATEMENTS =
      List.of(
          "select a.name, count(*) from flights f join airlines a on a.carrier = f.carrier"
              + " where f.month between 1 and $1 group by 1 having count(*) > 2 order by 2 limit 3",
          "select id, case when delay > 5 then 'late' else null end from flights where id in (1, 2)",
          "insert into airlines (carrier, name) values ('UA', 'United'), ($1, upper('x'))",
          "update flights set delay = delay + 1 where id = $1 returning id, delay::text",
          "delete from orders where customer = 3 and number <= 7",
          "create table t (a int primary key, b numeric(10, 2) not null) partition by hash (a)",
          "copy airlines (carrier, name) from stdin with (format csv, header true, null '')",
          "with x as (select carrier c from flights) select * from x union all select 'a' limit $2",
          "set search_path to public; show server_version; begin; commit",
          "select * from orders where customer = (select max(id) from customers) offset 2");

  private static final List<String> TOKENS =
      List.of(
          "select",
          "from",
          "where",
          "flights",
          "airlines",
          "id",
          "carrier",
          "(",
          ")",
          ",",
          "*",
          "=",
          "<>",
          "::",
          "int",
          "text",
          "$1",
          "$2",
          "1",
          "2.5",
          "'x'",
          "'",
          "\"",
          "group by",
          "order by",
          "limit",
          "and",
          "not",
          "null",
          "in",
          "exists",
          "case",
          "when",
          "end",
          "join",
          "on",
          "left",
          "union",
          "all",
          "count(*)",
          "sum",
          "insert into",
          "values",
          "update",
          "set",
          "delete",
          "create table",
          "primary key",
          ";",
          "--",
          "/*",
          "*/",
          ".",
          "-",
          "||",
          "[",
          "]",
          "interval",
          "extract",
          "?",
          "\u0001",
          "é",
          "$$",
          "e'\\",
          "returning",
          "with",
          "as");

  private final Planning planning = new Planning();

  @Test
  void mutatedStatementsAndTokensAtRandomAreRefusedPolitely() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("StatementFuzzTest: -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String sql = random.nextInt(3) == 0 ? soup(random) : mutated(random);
      assertThat(answered(sql)).as("seed %d, round %d: %s", seed, round, sql).isTrue();
    }
  }

  private boolean answered(String sql) {
    try {
      for (ParsedStatement statement : planning.planner.parse(sql)) {
        planning.planner.plan(statement, planning.catalog, List.of());
      }
      return true;
    } catch (SqlError refused) {
      return refused.state() != SqlState.INTERNAL_ERROR && refused.position() <= sql.length() + 1;
    }
  }

  private static String soup(SplittableRandom random) {
    StringBuilder sql = new StringBuilder();
    int tokens = 1 + random.nextInt(20);
    for (int i = 0; i < tokens; i++) {
      sql.append(TOKENS.get(random.nextInt(TOKENS.size()))).append(' ');
    }
    return sql.toString();
  }

  /** A statement of which one to three stretches are dropped, doubled or replaced by a token. */
  private static String mutated(SplittableRandom random) {
    StringBuilder sql = new StringBuilder(STATEMENTS.get(random.nextInt(STATEMENTS.size())));
    int mutations = 1 + random.nextInt(3);
    for (int i = 0; i < mutations && !sql.isEmpty(); i++) {
      int from = random.nextInt(sql.length());
      int to = Math.min(sql.length(), from + random.nextInt(12));
      switch (random.nextInt(3)) {
        case 0 -> sql.delete(from, to);
        case 1 -> sql.insert(from, sql.substring(from, to));
        default -> sql.replace(from, to, TOKENS.get(random.nextInt(TOKENS.size())));
      }
    }
    return sql.toString();
  }
}
