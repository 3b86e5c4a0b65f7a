package dev.coulomb.node.catalog;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The views of a catalog. Immutable. */
public final class Views {
  static final Views NONE = new Views(new TreeMap<>());

  private final SortedMap<String, View> views;

  private Views(SortedMap<String, View> views) {
    this.views = Collections.unmodifiableSortedMap(views);
  }

  static Views of(List<View> all) {
    return new Views(
        new TreeMap<>(all.stream().collect(Collectors.toMap(View::name, Function.identity()))));
  }

  /** By name. */
  public Collection<View> all() {
    return views.values();
  }

  public Optional<View> find(String name) {
    return Optional.ofNullable(views.get(name));
  }

  /** The views that read a table or view, themselves or by others; the nearest first. */
  public List<View> dependents(String relation) {
    Set<String> found = new LinkedHashSet<>();
    found.add(relation);
    boolean more = true;
    while (more) {
      more = false;
      for (View view : views.values()) {
        if (view.sources().stream().anyMatch(found::contains)) {
          more |= found.add(view.name());
        }
      }
    }
    found.remove(relation);
    return found.stream().map(views::get).toList();
  }

  /** The views that are left without these. */
  Views without(Set<String> names) {
    TreeMap<String, View> left = new TreeMap<>(views);
    left.keySet().removeAll(names);
    return new Views(left);
  }

  /** The same catalog when {@code IF EXISTS} leaves nothing to do. */
  static Catalog apply(Catalog catalog, SchemaChange.OfViews change) {
    return switch (change) {
      case SchemaChange.CreateView(View view, boolean replace) ->
          catalog.views().create(catalog, view, replace);
      case SchemaChange.DropView drop -> catalog.views().drop(catalog, drop);
    };
  }

  private Catalog create(Catalog catalog, View view, boolean replace) {
    SchemaChanges.checkName(view.name());
    view.columns().forEach(column -> SchemaChanges.checkName(column.name()));
    View known = views.get(view.name());
    if ((known != null && !replace) || (known == null && catalog.hasRelation(view.name()))) {
      throw new SqlError(SqlState.DUPLICATE_TABLE, "the relation already exists")
          .with("relation", view.name());
    }
    if (known != null) {
      checkReplaces(known, view);
    }
    TreeMap<String, View> all = new TreeMap<>(views);
    all.put(view.name(), view.as(known == null ? catalog.nextId() : known.id()));
    return catalog.with(catalog.nextId() + 1, new Views(all));
  }

  private void checkReplaces(View known, View view) {
    int width = known.columns().size();
    if (view.columns().size() < width
        || !view.columns().subList(0, width).equals(known.columns())) {
      throw new SqlError(
              SqlState.INVALID_TABLE_DEFINITION,
              "CREATE OR REPLACE VIEW keeps the columns that there are, and may add others")
          .with("view", view.name());
    }
    boolean circle =
        view.sources().contains(view.name())
            || dependents(view.name()).stream()
                .anyMatch(dependent -> view.sources().contains(dependent.name()));
    if (circle) {
      throw new SqlError(SqlState.INVALID_OBJECT_DEFINITION, "a view cannot read itself")
          .with("view", view.name());
    }
  }

  private Catalog drop(Catalog catalog, SchemaChange.DropView drop) {
    for (String name : drop.names()) {
      if (catalog.find(name).isPresent()) {
        throw new SqlError(SqlState.WRONG_OBJECT_TYPE, "the relation is not a view")
            .with("relation", name)
            .hint("Use DROP TABLE or DROP MATERIALIZED VIEW.");
      }
      if (!views.containsKey(name) && !drop.ifExists()) {
        throw new SqlError(SqlState.UNDEFINED_TABLE, "the view does not exist").with("view", name);
      }
    }
    List<String> there = drop.names().stream().filter(views::containsKey).toList();
    return there.isEmpty() ? catalog : MaterializedViews.without(catalog, there, drop.cascade());
  }
}
