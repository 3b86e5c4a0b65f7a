package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlType;
import java.util.List;

/**
 * A procedure as it was declared.
 *
 * @param id by which the system catalog names it
 * @param parameters in their order
 * @param answer what its rows are
 * @param partitionParameter ordinal of the parameter that says on which partition alone it runs, or
 *     {@link #ALL_PARTITIONS}
 * @param body what it does
 */
public record Procedure(
    int id,
    String name,
    List<Parameter> parameters,
    Answer answer,
    int partitionParameter,
    Body body) {
  /** Stands for the ordinal of a parameter: it runs on all partitions at once. */
  public static final int ALL_PARTITIONS = -1;

  /** A parameter, or a column of the answer. */
  public record Parameter(String name, SqlType type) {}

  /** What a procedure answers. */
  public sealed interface Answer {
    /** Nothing was declared: the rows of its last statement, if that has any. */
    record AsItComes() implements Answer {}

    /** {@code RETURNS type}: one row of one value. */
    record Scalar(SqlType type) implements Answer {}

    /** {@code RETURNS TABLE (…)}. */
    record Rows(List<Parameter> columns) implements Answer {}
  }

  /** What a procedure does. */
  public sealed interface Body {
    /** Statements, as they were written; their parameters by name or number. */
    record Sql(String text) implements Body {}

    /** A class of an uploaded jar. */
    record Java(String className, Jar jar) implements Body {}
  }

  /** Quick: it is looked for at every call. */
  @Override
  public int hashCode() {
    return 31 * id + name.hashCode();
  }

  public boolean isOfOnePartition() {
    return partitionParameter != ALL_PARTITIONS;
  }

  /** The types of its parameters. */
  public List<SqlType> types() {
    return parameters.stream().map(Parameter::type).toList();
  }

  /** The same with another id. */
  Procedure as(int otherId) {
    return new Procedure(otherId, name, parameters, answer, partitionParameter, body);
  }

  /** The same in a new version of its jar. */
  Procedure in(Jar jar) {
    return body instanceof Body.Java(String className, Jar old) && old.name().equals(jar.name())
        ? new Procedure(
            id, name, parameters, answer, partitionParameter, new Body.Java(className, jar))
        : this;
  }

  /** True when its class is in a jar of this name. */
  boolean isIn(String jar) {
    return body instanceof Body.Java(String className, Jar of) && of.name().equals(jar);
  }
}
