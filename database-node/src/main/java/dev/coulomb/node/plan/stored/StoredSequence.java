package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.sequence.SequenceCounter;
import dev.coulomb.node.catalog.sequence.SequenceDefinition;
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
    SequenceCounter.Mark mark = sequence.counter().mark();
    to.putObject("counter")
        .put("restarts", sequence.counter().restarts())
        .put("moves", mark.moves())
        .put("last", mark.place().last())
        .put("called", mark.place().called());
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
    int id = from.integer("id");
    return new Sequence(
        id,
        from.text("name"),
        definition,
        owner,
        from.object("counter", counter -> counter(id, counter)));
  }

  private static SequenceCounter counter(int sequence, Fields from) throws CatalogFormatException {
    SequenceCounter.Place place =
        new SequenceCounter.Place(from.number("last"), from.truth("called"));
    int restarts = from.integer("restarts");
    long moves = from.number("moves");
    if (restarts < 0 || moves < 0) {
      throw from.damaged("moves", "a counter has moved less than never");
    }
    return new SequenceCounter(sequence, restarts, new SequenceCounter.Mark(place, moves));
  }
}
