package dev.coulomb.node.planner.materialized;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Projections, filters and inner joins of tables as one product of the tables, under conditions.
 * All expressions are over the fields of the tables, one table behind the other.
 *
 * @param fields what the query gives
 */
record FlatQuery(List<TableScan> tables, List<RexNode> conditions, List<RexNode> fields) {

  /** Fields of all tables together. */
  int width() {
    return tables.stream().mapToInt(table -> table.getRowType().getFieldCount()).sum();
  }

  /** The field with which a table begins. */
  int start(int table) {
    return tables.subList(0, table).stream()
        .mapToInt(before -> before.getRowType().getFieldCount())
        .sum();
  }

  /** 0A000 for what is none. */
  static FlatQuery of(RelNode tree, RexBuilder rex) {
    return switch (tree) {
      case TableScan scan -> {
        List<RexNode> fields = new ArrayList<>();
        for (RelDataTypeField field : scan.getRowType().getFieldList()) {
          fields.add(new RexInputRef(field.getIndex(), field.getType()));
        }
        yield new FlatQuery(List.of(scan), List.of(), fields);
      }
      case Project project -> {
        FlatQuery input = of(project.getInput(), rex);
        List<RexNode> fields = new ArrayList<>();
        project.getProjects().forEach(node -> fields.add(over(node, input.fields)));
        yield new FlatQuery(input.tables, input.conditions, fields);
      }
      case Filter filter -> {
        FlatQuery input = of(filter.getInput(), rex);
        yield input.under(over(filter.getCondition(), input.fields));
      }
      case Join join -> {
        if (join.getJoinType() != JoinRelType.INNER) {
          throw refused("an outer join");
        }
        FlatQuery left = of(join.getLeft(), rex);
        FlatQuery right = of(join.getRight(), rex);
        yield left.beside(right).under(over(join.getCondition(), left.beside(right).fields));
      }
      default -> throw refused("this form of FROM");
    };
  }

  /** What cannot be kept. */
  static SqlError refused(String what) {
    return new SqlError(
            SqlState.FEATURE_NOT_SUPPORTED, "a materialized view cannot be kept up with this")
        .with("what", what)
        .hint(
            "It groups the rows of one table, which may be joined with replicated tables, by"
                + " count, sum, avg, min and max. Use CREATE VIEW for other queries.");
  }

  private FlatQuery under(RexNode condition) {
    List<RexNode> all = new ArrayList<>(conditions);
    RexUtil.flattenAnd(List.of(condition)).stream()
        .filter(each -> !each.isAlwaysTrue())
        .forEach(all::add);
    return new FlatQuery(tables, all, fields);
  }

  private FlatQuery beside(FlatQuery right) {
    int width = width();
    List<TableScan> all = new ArrayList<>(tables);
    all.addAll(right.tables);
    List<RexNode> allConditions = new ArrayList<>(conditions);
    right.conditions.forEach(each -> allConditions.add(RexUtil.shift(each, width)));
    List<RexNode> allFields = new ArrayList<>(fields);
    right.fields.forEach(each -> allFields.add(RexUtil.shift(each, width)));
    return new FlatQuery(all, allConditions, allFields);
  }

  private static RexNode over(RexNode node, List<RexNode> fields) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef field) {
            return fields.get(field.getIndex());
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery query) {
            throw refused("a subquery");
          }

          @Override
          public RexNode visitOver(RexOver over) {
            throw refused("a window function");
          }
        });
  }
}
