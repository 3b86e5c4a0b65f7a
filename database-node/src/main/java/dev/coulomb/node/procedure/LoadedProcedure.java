package dev.coulomb.node.procedure;

import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.procedure.RowList;
import dev.coulomb.procedure.Rows;
import dev.coulomb.procedure.Sql;
import dev.coulomb.procedure.Transaction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A class of a jar as the procedure that it was declared to be. Any thread. */
final class LoadedProcedure {
  private final MethodHandle run;
  private final Class<?>[] types;
  private final Map<Sql, Integer> numbers;
  private final List<String> statements;

  private LoadedProcedure(
      MethodHandle run, Class<?>[] types, Map<Sql, Integer> numbers, List<String> statements) {
    this.run = run;
    this.types = types;
    this.numbers = numbers;
    this.statements = statements;
  }

  /** Looks at an initialised class; 42P13 when it is not what was declared. */
  static LoadedProcedure of(Class<?> loaded, Procedure procedure) throws IllegalAccessException {
    List<Method> named =
        Arrays.stream(loaded.getMethods())
            .filter(method -> method.getName().equals("run") && !method.isBridge())
            .toList();
    if (!Modifier.isPublic(loaded.getModifiers()) || named.size() != 1) {
      throw notAs(loaded, "a public class with one public method run");
    }
    Method method = named.getFirst();
    Class<?>[] types = method.getParameterTypes();
    if (types.length != procedure.parameters().size() + 1 || types[0] != Transaction.class) {
      throw notAs(loaded, "its method run takes a Transaction, then what the procedure takes");
    }
    for (int i = 1; i < types.length; i++) {
      SqlType type = procedure.parameters().get(i - 1).type();
      if (!accepts(types[i], type)) {
        throw notAs(loaded, "its method run takes a value of the type that was declared")
            .with("parameter", procedure.parameters().get(i - 1).name())
            .with("type", type)
            .with("takes", types[i].getSimpleName());
      }
    }
    checkAnswer(loaded, method.getReturnType(), procedure.answer());
    List<String> statements = new ArrayList<>();
    Map<Sql, Integer> numbers = statements(loaded, statements);
    return new LoadedProcedure(
        handle(loaded, method), Arrays.copyOfRange(types, 1, types.length), numbers, statements);
  }

  /** Of an object of its own, unless the method is static: (transaction, arguments) → answer. */
  private static MethodHandle handle(Class<?> loaded, Method method) throws IllegalAccessException {
    MethodHandle target = MethodHandles.publicLookup().unreflect(method);
    if (!Modifier.isStatic(method.getModifiers())) {
      target = MethodHandles.collectArguments(target, 0, constructor(loaded));
    }
    int arguments = method.getParameterCount() - 1;
    return target
        .asSpreader(1, Object[].class, arguments)
        .asType(MethodType.methodType(Object.class, Transaction.class, Object[].class));
  }

  private static MethodHandle constructor(Class<?> loaded) throws IllegalAccessException {
    for (Constructor<?> constructor : loaded.getConstructors()) {
      if (constructor.getParameterCount() == 0) {
        return MethodHandles.publicLookup().unreflectConstructor(constructor);
      }
    }
    throw notAs(loaded, "it has a public constructor without parameters");
  }

  private static void checkAnswer(Class<?> loaded, Class<?> type, Procedure.Answer answer) {
    switch (answer) {
      case Procedure.Answer.AsItComes none -> {
        if (type != void.class) {
          throw notAs(loaded, "its method run returns nothing, as no RETURNS says otherwise");
        }
      }
      case Procedure.Answer.Scalar(SqlType scalar) -> {
        if (!accepts(type, scalar)) {
          throw notAs(loaded, "its method run returns a value of the type of RETURNS")
              .with("type", scalar)
              .with("returns", type.getSimpleName());
        }
      }
      case Procedure.Answer.Rows rows -> {
        if (type != Rows.class && type != RowList.class) {
          throw notAs(loaded, "its method run returns Rows, as RETURNS TABLE says");
        }
      }
    }
  }

  private static boolean accepts(Class<?> java, SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> java == boolean.class || java == Boolean.class;
      case SMALLINT -> java == short.class || java == Short.class || isInt(java) || isLong(java);
      case INTEGER -> isInt(java) || isLong(java);
      case BIGINT -> isLong(java);
      case REAL -> java == float.class || java == Float.class;
      case DOUBLE -> java == double.class || java == Double.class;
      case NUMERIC -> java == BigDecimal.class;
      case TEXT, VARCHAR, CHAR, JSON, JSONB, INTERVAL -> java == String.class;
      case BYTEA -> java == byte[].class;
      case DATE -> java == LocalDate.class;
      case TIME -> java == LocalTime.class;
      case TIMESTAMP -> java == LocalDateTime.class;
      case TIMESTAMPTZ -> java == Instant.class;
      case UUID -> java == UUID.class;
    };
  }

  private static boolean isInt(Class<?> java) {
    return java == int.class || java == Integer.class;
  }

  private static boolean isLong(Class<?> java) {
    return java == long.class || java == Long.class;
  }

  private static Map<Sql, Integer> statements(Class<?> loaded, List<String> texts)
      throws IllegalAccessException {
    Map<Sql, Integer> numbers = new IdentityHashMap<>();
    for (Field field : loaded.getDeclaredFields()) {
      if (field.getType() == Sql.class) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers) || !Modifier.isFinal(modifiers)) {
          throw notAs(loaded, "its statements are static final fields")
              .with("field", field.getName());
        }
        field.setAccessible(true);
        Sql sql = (Sql) field.get(null);
        if (sql != null && numbers.putIfAbsent(sql, texts.size()) == null) {
          texts.add(sql.text());
        }
      }
    }
    return numbers;
  }

  private static SqlError notAs(Class<?> loaded, String what) {
    return new SqlError(
            SqlState.INVALID_FUNCTION_DEFINITION, "the class is not the procedure it should be")
        .with("class", loaded.getName())
        .with("should be", what);
  }

  /** The texts of its statements. */
  List<String> statements() {
    return statements;
  }

  /** The place of a statement, or null: it is none of this class's. */
  @Nullable Integer number(Sql sql) {
    return numbers.get(sql);
  }

  /** The arguments as the method takes them; 22004 when it cannot take a null. */
  @Nullable Object[] arguments(Procedure procedure, @Nullable Object[] given) {
    @Nullable Object[] arguments = new Object[given.length];
    for (int i = 0; i < given.length; i++) {
      Object value = Values.toJava(procedure.parameters().get(i).type(), given[i]);
      if (value == null && types[i].isPrimitive()) {
        throw new SqlError(SqlState.NULL_VALUE_NOT_ALLOWED, "an argument must not be null")
            .with("procedure", procedure.name())
            .with("parameter", procedure.parameters().get(i).name());
      }
      arguments[i] = value instanceof Long number ? whole(number, types[i]) : value;
    }
    return arguments;
  }

  private static Object whole(Long number, Class<?> type) {
    if (isInt(type)) {
      return number.intValue();
    }
    return type == short.class || type == Short.class ? (Object) number.shortValue() : number;
  }

  /** Calls it; throws what it throws. */
  @Nullable Object run(Transaction transaction, @Nullable Object[] arguments) throws Throwable {
    return (Object) run.invokeExact(transaction, arguments);
  }
}
