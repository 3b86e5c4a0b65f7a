package dev.coulomb.node.planner.procedure;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.planner.Constants;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.change.Parameters;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, each assigned to its parameter. Confined to one planning. */
final class Arguments {
  private static final Pattern PARAMETER = Pattern.compile("\\$([1-9]\\d{0,4})");

  private final QueryPlanner queries;
  private final Parameters parameters;

  Arguments(QueryPlanner queries, List<@Nullable SqlType> declared) {
    this.queries = queries;
    this.parameters = new Parameters(declared);
  }

  /** As many as there are types. */
  List<Expression> of(List<SqlNode> nodes, List<SqlType> types) {
    List<@Nullable Expression> simple = new ArrayList<>();
    List<SqlNode> computed = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Expression value = simple(nodes.get(i), types.get(i));
      simple.add(value);
      if (value == null) {
        computed.add(nodes.get(i));
      }
    }
    List<Expression> values = computed.isEmpty() ? List.of() : planned(computed);
    List<Expression> all = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < types.size(); i++) {
      Expression value = simple.get(i);
      all.add(value == null ? Expressions.assigned(values.get(next++), types.get(i)) : value);
    }
    return all;
  }

  /** Types of the parameters of the statement. */
  List<SqlType> parameters() {
    return parameters.types(queries.rewriting().parameters());
  }

  private @Nullable Expression simple(SqlNode node, SqlType type) {
    if (node instanceof SqlIdentifier name && name.isSimple()) {
      Matcher match = PARAMETER.matcher(name.getSimple());
      return match.matches() ? parameters.assigned(Integer.parseInt(match.group(1)), type) : null;
    }
    return Constants.constant(node, type);
  }

  private List<Expression> planned(List<SqlNode> computed) {
    QueryPlanner.Optimised optimised = queries.optimise(Defaults.select(computed));
    parameters.learn(optimised);
    return Constants.of(optimised, queries.rex(), queries.routines());
  }
}
