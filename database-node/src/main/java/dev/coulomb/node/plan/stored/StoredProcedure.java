package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.Jar;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.Procedure.Answer;
import dev.coulomb.node.catalog.Procedure.Body;
import dev.coulomb.node.catalog.Procedure.Parameter;
import java.util.List;
import java.util.Map;

/** Procedures; the fields are listed at {@link StoredCatalog}. */
final class StoredProcedure {
  private StoredProcedure() {}

  static void write(Procedure procedure, ObjectNode to) {
    to.put("id", procedure.id()).put("name", procedure.name());
    parameters(procedure.parameters(), to.putArray("parameters"));
    switch (procedure.answer()) {
      case Answer.AsItComes() -> {}
      case Answer.Scalar(var type) -> to.put("returns", StoredType.text(type));
      case Answer.Rows(var columns) -> parameters(columns, to.putArray("returnsTable"));
    }
    if (procedure.isOfOnePartition()) {
      to.put("partitionParameter", procedure.partitionParameter());
    }
    switch (procedure.body()) {
      case Body.Sql(String text) -> to.put("sql", text);
      case Body.Java(String className, Jar jar) ->
          to.put("className", className).put("jar", jar.name());
    }
  }

  private static void parameters(List<Parameter> parameters, ArrayNode to) {
    for (Parameter parameter : parameters) {
      to.addObject().put("name", parameter.name()).put("type", StoredType.text(parameter.type()));
    }
  }

  static Procedure read(Fields from, Map<String, Jar> jars) throws CatalogFormatException {
    return new Procedure(
        from.integer("id"),
        from.text("name"),
        from.objects("parameters", StoredProcedure::parameter),
        answer(from),
        from.has("partitionParameter")
            ? from.integer("partitionParameter")
            : Procedure.ALL_PARTITIONS,
        body(from, jars));
  }

  private static Parameter parameter(Fields from) throws CatalogFormatException {
    return new Parameter(from.text("name"), StoredType.read(from, "type"));
  }

  private static Answer answer(Fields from) throws CatalogFormatException {
    if (from.has("returns")) {
      return new Answer.Scalar(StoredType.read(from, "returns"));
    }
    return from.has("returnsTable")
        ? new Answer.Rows(from.objects("returnsTable", StoredProcedure::parameter))
        : new Answer.AsItComes();
  }

  private static Body body(Fields from, Map<String, Jar> jars) throws CatalogFormatException {
    if (from.has("sql")) {
      return new Body.Sql(from.text("sql"));
    }
    Jar jar = jars.get(from.text("jar"));
    if (jar == null) {
      throw from.damaged("jar", "a procedure is in no jar of the catalog");
    }
    return new Body.Java(from.text("className"), jar);
  }
}
