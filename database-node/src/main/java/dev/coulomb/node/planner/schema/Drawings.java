package dev.coulomb.node.planner.schema;

import dev.coulomb.node.catalog.Drawing;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The sequences in the default of a column. */
public final class Drawings {
  private Drawings() {}

  /** A default as it is kept: its text, and the sequences in it. */
  public record Default(String text, Drawing drawing) {}

  /**
   * A default that was planned. One that only draws is written in one way, whatever the user wrote:
   * so that the sequence can be renamed.
   */
  public static Default of(Expression planned, String written) {
    Set<String> names = new TreeSet<>();
    collect(planned, names);
    Expression drawn = planned;
    while (drawn instanceof Expression.Cast cast) {
      drawn = cast.operand();
    }
    boolean only =
        drawn instanceof Expression.Call call
            && call.function() == Function.NEXTVAL
            && call.arguments().getFirst() instanceof Expression.OfSequence
            && isBare(planned);
    String text = only ? Sequence.drawing(names.iterator().next()) : written;
    return new Default(text, Drawing.from(new ArrayList<>(names)));
  }

  private static boolean isBare(Expression planned) {
    return !(planned instanceof Expression.Cast cast)
        || (cast.assignment() && !(cast.operand() instanceof Expression.Cast));
  }

  /**
   * Draws from a sequence that is made by the change that draws: it is looked up when it is there.
   */
  public static Expression fromNew(Drawing drawing) {
    Expression name = new Expression.Literal(drawing.sequences().getFirst(), SqlType.TEXT);
    return new Expression.Call(Function.NEXTVAL, List.of(name), SqlType.BIGINT);
  }

  private static void collect(Expression expression, Set<String> names) {
    if (expression instanceof Expression.OfSequence named) {
      names.add(named.sequence().name());
    }
    expression.parts().forEach(part -> collect(part, names));
  }
}
