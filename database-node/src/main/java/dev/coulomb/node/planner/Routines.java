package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.planner.typing.Operators;
import dev.coulomb.node.planner.typing.SeriesFunction;
import dev.coulomb.node.planner.typing.Signatures;
import dev.coulomb.node.planner.typing.Totals;
import dev.coulomb.node.planner.typing.WindowOperators;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/** The functions: Calcite's for PostgreSQL, and our own by name. Names fold their case. */
public final class Routines implements SqlOperatorTable {
  /** {@code EXTRACT} with its field as a text, and a numeric result. */
  static final SqlFunction EXTRACT_FIELD =
      own("extract_field", fixed(SqlType.NUMERIC), Function.EXTRACT);

  /** {@code AT TIME ZONE}: what is written first is its first argument. */
  static final SqlFunction AT_TIME_ZONE =
      own("timezone", Routines::otherTimestamp, Function.AT_TIME_ZONE);

  private static final SqlOperatorTable STANDARD =
      SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
          SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL);

  /** Each call has a value of its own, so that none may be moved, doubled or left out. */
  private static final Set<String> VOLATILE =
      Set.of("random", "gen_random_uuid", "nextval", "currval", "lastval", "setval");

  private static final Map<String, Own> OWN = ownFunctions();

  /** Functions that are called without parentheses, and the system function each one is. */
  private static final Map<String, String> WITHOUT_PARENTHESES =
      Map.of(
          "current_user", "current_user",
          "session_user", "session_user",
          "user", "current_user",
          "current_role", "current_user",
          "current_catalog", "current_database",
          "current_schema", "current_schema");

  private final Map<String, SqlFunction> system;
  private final Catalog catalog;

  /**
   * @param system functions that look at the catalog, by name
   */
  Routines(Map<String, SqlFunction> system) {
    this.catalog = Catalog.EMPTY;
    this.system = new HashMap<>(system);
    WITHOUT_PARENTHESES.keySet().forEach(name -> this.system.put(name, new NameFunction(name)));
  }

  private Routines(Routines others, Catalog catalog) {
    this.system = others.system;
    this.catalog = catalog;
  }

  /** The same functions, which find sequences in a catalog. */
  Routines under(Catalog other) {
    return new Routines(this, other);
  }

  /** The sequence that is given to a function: a constant names one that there is. */
  Expression sequence(Expression given) {
    Expression name = given instanceof Expression.Cast cast ? cast.operand() : given;
    return name instanceof Expression.Literal literal && literal.value() instanceof String text
        ? new Expression.OfSequence(catalog.sequences().named(text))
        : given;
  }

  /** The name by which the system catalog knows a function. */
  static String systemName(SqlOperator operator) {
    String name = operator.getName().toLowerCase(Locale.ROOT);
    return WITHOUT_PARENTHESES.getOrDefault(name, name);
  }

  /** A text that the session knows, named without parentheses. */
  private static final class NameFunction extends SqlFunction {
    NameFunction(String name) {
      super(
          name,
          SqlKind.OTHER_FUNCTION,
          fixed(SqlType.TEXT),
          null,
          OperandTypes.NILADIC,
          SqlFunctionCategory.SYSTEM);
    }

    @Override
    public SqlSyntax getSyntax() {
      return SqlSyntax.FUNCTION_ID;
    }
  }

  /** What a function of ours is to Calcite and to the plan. */
  private record Own(SqlFunction function, Function meaning) {}

  /** The meaning of a function of ours, or null. */
  static @Nullable Function meaning(SqlOperator operator) {
    if (operator.equals(EXTRACT_FIELD)) {
      return Function.EXTRACT;
    }
    if (operator.equals(AT_TIME_ZONE)) {
      return Function.AT_TIME_ZONE;
    }
    Function arithmetic = Operators.meaning(operator);
    if (arithmetic != null) {
      return arithmetic;
    }
    Own own = OWN.get(operator.getName().toLowerCase(Locale.ROOT));
    return own != null && own.function().equals(operator) ? own.meaning() : null;
  }

  /** A function that is answered by the system catalog. */
  static SqlFunction systemFunction(String name, SqlType result) {
    return own(name, fixed(result), Function.CONCAT);
  }

  boolean isSystem(SqlOperator operator) {
    return operator.equals(system.get(operator.getName().toLowerCase(Locale.ROOT)));
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    String last = name.names.get(name.names.size() - 1).toLowerCase(Locale.ROOT);
    if (syntax == SqlSyntax.FUNCTION || syntax == SqlSyntax.FUNCTION_ID) {
      SqlFunction operator = Operators.named(name.names.get(name.names.size() - 1));
      if (operator != null) {
        found.add(operator);
        return;
      }
      SqlFunction window = WindowOperators.named(last);
      if (window != null) {
        found.add(window);
        return;
      }
      SqlFunction total = Totals.named(last);
      if (total != null) {
        found.add(total);
        return;
      }
      if (last.equals(SeriesFunction.NAME)) {
        found.add(SeriesFunction.INSTANCE);
        return;
      }
      if (last.equals(EXTRACT_FIELD.getName())) {
        found.add(EXTRACT_FIELD);
        return;
      }
      if (last.equals(AT_TIME_ZONE.getName())) {
        found.add(AT_TIME_ZONE);
        return;
      }
      Own own = OWN.get(last);
      if (own != null) {
        found.add(own.function());
        return;
      }
      SqlFunction systemFunction = system.get(last);
      if (systemFunction != null) {
        found.add(systemFunction);
        return;
      }
    }
    STANDARD.lookupOperatorOverloads(
        name, category, syntax, found, SqlNameMatchers.withCaseSensitive(false));
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    List<SqlOperator> all = new ArrayList<>(STANDARD.getOperatorList());
    OWN.values().forEach(own -> all.add(own.function()));
    all.addAll(system.values());
    return all;
  }

  private static void addVolatile(Map<String, Own> own) {
    add(own, Function.GEN_RANDOM_UUID, fixed(SqlType.UUID), "gen_random_uuid");
    add(own, Function.RANDOM, fixed(SqlType.DOUBLE), "random");
    SqlReturnTypeInference bigint = fixed(SqlType.BIGINT);
    add(own, Function.NEXTVAL, bigint, "nextval");
    add(own, Function.CURRVAL, bigint, "currval");
    add(own, Function.LASTVAL, bigint, "lastval");
    add(own, Function.SETVAL, bigint, "setval");
  }

  private static Map<String, Own> ownFunctions() {
    Map<String, Own> own = new HashMap<>();
    addVolatile(own);
    SqlReturnTypeInference integer = fixed(SqlType.INTEGER);
    SqlReturnTypeInference text = fixed(SqlType.TEXT);
    SqlReturnTypeInference truth = fixed(SqlType.BOOLEAN);
    add(own, Function.LENGTH, integer, "length");
    add(own, Function.POSITION, integer, "strpos");
    add(own, Function.ASCII, integer, "ascii");
    add(own, Function.OCTET_LENGTH, integer, "octet_length");
    add(own, Function.CHR, text, "chr");
    add(own, Function.SUBSTRING, text, "substr");
    add(own, Function.LTRIM, text, "ltrim");
    add(own, Function.RTRIM, text, "rtrim");
    add(own, Function.BTRIM, text, "btrim");
    add(own, Function.LPAD, text, "lpad");
    add(own, Function.RPAD, text, "rpad");
    add(own, Function.LEFT, text, "left");
    add(own, Function.RIGHT, text, "right");
    add(own, Function.REPEAT, text, "repeat");
    add(own, Function.REPLACE, text, "replace");
    add(own, Function.REVERSE, text, "reverse");
    add(own, Function.SPLIT_PART, text, "split_part");
    add(own, Function.TRANSLATE, text, "translate");
    add(own, Function.MD5, text, "md5");
    add(own, Function.INITCAP, text, "initcap");
    add(own, Function.CONCAT, text, "concat");
    add(own, Function.CONCAT_WS, text, "concat_ws");
    add(own, Function.REGEXP_REPLACE, text, "regexp_replace");
    add(own, Function.STARTS_WITH, truth, "starts_with");
    add(
        own,
        Function.NOW,
        fixed(SqlType.TIMESTAMPTZ),
        "now",
        "transaction_timestamp",
        "current_timestamp");
    add(own, Function.TO_CHAR, text, "to_char");
    add(own, Function.TO_TIMESTAMP, fixed(SqlType.TIMESTAMPTZ), "to_timestamp");
    add(own, Function.MAKE_DATE, fixed(SqlType.DATE), "make_date");
    add(own, Function.DATE_PART, fixed(SqlType.DOUBLE), "date_part");
    add(own, Function.DATE_TRUNC, ReturnTypes.ARG1_NULLABLE, "date_trunc");
    add(own, Function.AGE, fixed(SqlType.INTERVAL), "age");
    add(own, Function.PI, fixed(SqlType.DOUBLE), "pi");
    add(own, Function.GREATEST, ReturnTypes.LEAST_RESTRICTIVE, "greatest");
    add(own, Function.LEAST, ReturnTypes.LEAST_RESTRICTIVE, "least");
    add(own, Function.SIGN, Routines::exactOrDouble, "sign");
    add(own, Function.TRUNC, Routines::exactOrDouble, "trunc");
    add(own, Function.ROUND, Routines::exactOrDouble, "round");
    add(own, Function.CEIL, Routines::exactOrDouble, "ceil", "ceiling");
    add(own, Function.FLOOR, Routines::exactOrDouble, "floor");
    add(own, Function.TO_TIMESTAMP, fixed(SqlType.DATE), "to_date");
    add(own, Function.LOG10, Routines::exactOrDouble, "log", "log10");
    add(own, Function.POWER, Routines::exactOrDouble, "pow", "power");
    add(own, Function.SQRT, Routines::exactOrDouble, "sqrt");
    add(own, Function.EXP, Routines::exactOrDouble, "exp");
    add(own, Function.LN, Routines::exactOrDouble, "ln");
    return own;
  }

  private static void add(
      Map<String, Own> own, Function meaning, SqlReturnTypeInference result, String... names) {
    for (String name : names) {
      own.put(name, new Own(own(name, result, meaning), meaning));
    }
  }

  private static SqlFunction own(String name, SqlReturnTypeInference result, Function meaning) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        result,
        (binding, returned, types) -> Signatures.infer(meaning, binding, types),
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION) {
      @Override
      public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        if (meaning == Function.GREATEST || meaning == Function.LEAST) {
          return binding.getValidator().getTypeCoercion().caseOrEquivalentCoercion(binding);
        }
        Signatures.check(meaning, binding);
        return true;
      }

      @Override
      public boolean isDeterministic() {
        return !VOLATILE.contains(name);
      }
    };
  }

  /** Numeric where an argument is and none is a double, else double precision. */
  private static RelDataType exactOrDouble(SqlOperatorBinding binding) {
    boolean numeric = false;
    boolean approximate = false;
    for (RelDataType type : binding.collectOperandTypes()) {
      numeric |= type.getSqlTypeName() == SqlTypeName.DECIMAL;
      approximate |= SqlTypeName.APPROX_TYPES.contains(type.getSqlTypeName());
    }
    return CalciteTypes.of(numeric && !approximate ? SqlType.NUMERIC : SqlType.DOUBLE, true);
  }

  private static RelDataType otherTimestamp(SqlOperatorBinding binding) {
    boolean local = binding.getOperandType(0).getSqlTypeName() == SqlTypeName.TIMESTAMP;
    return CalciteTypes.of(local ? SqlType.TIMESTAMPTZ : SqlType.TIMESTAMP, true);
  }

  private static SqlReturnTypeInference fixed(SqlType type) {
    return binding -> CalciteTypes.of(type, true);
  }
}
