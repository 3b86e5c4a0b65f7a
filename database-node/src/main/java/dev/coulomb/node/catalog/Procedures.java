package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The procedures of a catalog, and the jars with their classes. Immutable. */
public final class Procedures {
  static final Procedures NONE = new Procedures(new TreeMap<>(), new TreeMap<>());

  private final SortedMap<String, Procedure> procedures;
  private final SortedMap<String, Jar> jars;

  private Procedures(SortedMap<String, Procedure> procedures, SortedMap<String, Jar> jars) {
    this.procedures = Collections.unmodifiableSortedMap(procedures);
    this.jars = Collections.unmodifiableSortedMap(jars);
  }

  static Procedures of(CatalogParts.Routines routines) {
    TreeMap<String, Procedure> procedures = new TreeMap<>();
    routines.procedures().forEach(procedure -> procedures.put(procedure.name(), procedure));
    TreeMap<String, Jar> jars = new TreeMap<>();
    routines.jars().forEach(jar -> jars.put(jar.name(), jar));
    return new Procedures(procedures, jars);
  }

  /** By name. */
  public Collection<Procedure> all() {
    return procedures.values();
  }

  /** By name. */
  public Collection<Jar> jars() {
    return jars.values();
  }

  public Optional<Procedure> find(String name) {
    return Optional.ofNullable(procedures.get(name));
  }

  /** The procedure of this name, or 42883. */
  public Procedure procedure(String name) {
    return find(name)
        .orElseThrow(() ->
            new SqlError(SqlState.UNDEFINED_FUNCTION, "the procedure does not exist")
                .with("procedure", name));
  }

  /** The jar of this name, or 42704. */
  public Jar jar(String name) {
    Jar jar = jars.get(name);
    if (jar == null) {
      throw new SqlError(SqlState.UNDEFINED_OBJECT, "the jar does not exist").with("jar", name);
    }
    return jar;
  }

  /** The same catalog when {@code IF EXISTS} leaves nothing to do. */
  static Catalog apply(Catalog catalog, SchemaChange.OfProcedures change) {
    Procedures before = catalog.procedures();
    return switch (change) {
      case SchemaChange.CreateProcedure(Procedure procedure, boolean replace) ->
          before.create(catalog, procedure, replace);
      case SchemaChange.CreateJar create -> before.create(catalog, create);
      case SchemaChange.DropProcedure drop -> {
        TreeMap<String, Procedure> left = new TreeMap<>(before.procedures);
        for (String name : drop.names()) {
          if (left.remove(name) == null && !drop.ifExists()) {
            throw new SqlError(SqlState.UNDEFINED_FUNCTION, "the procedure does not exist")
                .with("procedure", name);
          }
        }
        yield left.size() == before.procedures.size()
            ? catalog
            : catalog.with(catalog.nextId(), new Procedures(left, before.jars));
      }
      case SchemaChange.DropJar drop -> before.drop(catalog, drop);
    };
  }

  private Catalog create(Catalog catalog, Procedure given, boolean replace) {
    SchemaChanges.checkName(given.name());
    Procedure known = procedures.get(given.name());
    if (known != null && !replace) {
      throw new SqlError(SqlState.DUPLICATE_FUNCTION, "the procedure already exists")
          .with("procedure", given.name());
    }
    // The jar may have been replaced since the statement was planned.
    Procedure made =
        given.body() instanceof Procedure.Body.Java(String className, Jar jar)
            ? given.in(jar(jar.name()))
            : given;
    TreeMap<String, Procedure> all = new TreeMap<>(procedures);
    all.put(given.name(), made.as(known == null ? catalog.nextId() : known.id()));
    return catalog.with(catalog.nextId() + 1, new Procedures(all, jars));
  }

  private Catalog create(Catalog catalog, SchemaChange.CreateJar create) {
    SchemaChanges.checkName(create.name());
    if (jars.containsKey(create.name()) && !create.replace()) {
      throw new SqlError(SqlState.DUPLICATE_OBJECT, "the jar already exists")
          .with("jar", create.name())
          .hint("CREATE OR REPLACE JAR replaces it.");
    }
    byte[] contents = create.contents();
    if (contents == null) {
      throw new SqlError(SqlState.NULL_VALUE_NOT_ALLOWED, "the contents of a jar are not null");
    }
    Jar jar = new Jar(create.name(), contents);
    TreeMap<String, Jar> all = new TreeMap<>(jars);
    all.put(jar.name(), jar);
    TreeMap<String, Procedure> moved = new TreeMap<>(procedures);
    moved.replaceAll((name, procedure) -> procedure.in(jar));
    return catalog.with(catalog.nextId(), new Procedures(moved, all));
  }

  private Catalog drop(Catalog catalog, SchemaChange.DropJar drop) {
    TreeMap<String, Jar> left = new TreeMap<>(jars);
    for (String name : drop.names()) {
      for (Procedure procedure : procedures.values()) {
        if (procedure.isIn(name)) {
          throw new SqlError(
                  SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                  "the jar cannot be dropped because procedures are in it")
              .with("jar", name)
              .with("procedure", procedure.name());
        }
      }
      if (left.remove(name) == null && !drop.ifExists()) {
        throw new SqlError(SqlState.UNDEFINED_OBJECT, "the jar does not exist").with("jar", name);
      }
    }
    return left.size() == jars.size()
        ? catalog
        : catalog.with(catalog.nextId(), new Procedures(procedures, left));
  }
}
