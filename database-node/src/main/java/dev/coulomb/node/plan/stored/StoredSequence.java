package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.SequenceCounter;
import dev.coulomb.node.catalog.SequenceDefinition;
import org.jspecify.annotations.Nullable;

/** Sequences; the fields are listed at {@link StoredCatalog}. */
final class StoredSequence {
  private StoredSequence() {}

  static void write(Sequence sequence, ObjectNode to) {
    SequenceDefinition definition = sequence.definition();
    to.put("id", sequence.id())
        .put("name", sequence.name())
        .put("type", StoredType.text(definition.type()))
        .put("start", definition.start())
        .put("increment", definition.increment())
        .put("min", definition.min())
        .put("max", definition.max())
        .put("cache", definition.cache())
        .put("cycle", definition.cycle());
    Sequence.Owner owner = sequence.owner();
    if (owner != null) {
      to.putObject("owner").put("table", owner.table()).put("column", owner.column());
    }
    SequenceCounter.Place place = sequence.counter().place();
    to.putObject("counter").put("last", place.last()).put("called", place.called());
  }

  static Sequence read(Fields from) throws CatalogFormatException {
    SequenceDefinition definition =
        new SequenceDefinition(
            StoredType.read(from, "type"),
            from.number("start"),
            from.number("increment"),
            from.number("min"),
            from.number("max"),
            from.number("cache"),
            from.truth("cycle"));
    Sequence.@Nullable Owner owner =
        from.objectOrNull("owner", of -> new Sequence.Owner(of.text("table"), of.text("column")));
    return new Sequence(
        from.integer("id"),
        from.text("name"),
        definition,
        owner,
        from.object("counter", StoredSequence::counter));
  }

  private static SequenceCounter counter(Fields from) throws CatalogFormatException {
    return new SequenceCounter(
        new SequenceCounter.Place(from.number("last"), from.truth("called")));
  }
}
