package dev.coulomb.node.transaction;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.coulomb.node.execution.CompiledChange;
import dev.coulomb.node.execution.CompiledExpression;
import dev.coulomb.node.execution.CompiledQuery;
import dev.coulomb.node.execution.change.FoundRows;
import dev.coulomb.node.execution.profile.Profile;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.procedure.CompiledCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compiled form of the plans in use, by their identity; bounded. Any thread. */
final class CompiledPlans {
  private static final int PLANS_MAX = 8_192;
  private static final int RECENT = 256;

  private final Cache<Plan, Compiled> compiled =
      CacheBuilder.newBuilder().weakKeys().maximumSize(PLANS_MAX).build();

  /** Those asked for last, so that a plan in use costs no locks; a place is taken by the next. */
  private final @Nullable Recent[] recent = new Recent[RECENT];

  @SuppressWarnings("ReferenceEquality")
  Compiled of(Plan plan) {
    int place = System.identityHashCode(plan) & (RECENT - 1);
    Recent last = recent[place];
    if (last != null && last.plan() == plan) {
      return last.compiled();
    }
    Compiled found = find(plan);
    recent[place] = new Recent(plan, found);
    return found;
  }

  /** Immutable, and so safe to be read by threads that were told nothing. */
  private record Recent(Plan plan, Compiled compiled) {}

  private Compiled find(Plan plan) {
    Compiled known = compiled.getIfPresent(plan);
    if (known == null) {
      known = compile(plan);
      compiled.put(plan, known);
    }
    return known;
  }

  /** From now on executions of this plan are observed; nobody else has it. */
  void observe(Plan plan, Profile profile) {
    compiled.put(plan, profile.observing(() -> compile(plan)));
  }

  private static Compiled compile(Plan plan) {
    return switch (plan) {
      case Plan.Query query ->
          new Compiled(CompiledQuery.compile(query), null, keys(query.routing()));
      case Plan.CopyTo copy ->
          new Compiled(CompiledQuery.compile(copy.query()), null, keys(copy.query().routing()));
      case Plan.Insert insert ->
          new Compiled(null, CompiledChange.compile(insert), keys(insert.reads()));
      case Plan.Update update ->
          new Compiled(null, CompiledChange.compile(update), keys(update.routing()));
      case Plan.Delete delete ->
          new Compiled(null, CompiledChange.compile(delete), keys(delete.routing()));
      case Plan.ChangeFound found ->
          new Compiled(null, null, FoundRows.compile(found), null, keys(found.routing()));
      case Plan.CallProcedure call ->
          new Compiled(null, null, null, CompiledCall.compile(call), List.of());
      case Plan.ChangeSchema change -> new Compiled(null, null, List.of());
      case Plan.CopyFrom copy -> new Compiled(null, null, List.of());
      case Plan.Explain explain -> new Compiled(null, null, List.of());
      case Plan.SetSetting set -> new Compiled(null, null, List.of());
      case Plan.ShowSetting show -> new Compiled(null, null, List.of());
      case Plan.SessionCommand command -> new Compiled(null, null, List.of());
    };
  }

  private static List<CompiledExpression> keys(@Nullable Routing routing) {
    return switch (routing) {
      case null -> List.of();
      case Routing.OnePartition one -> List.of(CompiledExpression.compile(one.key()));
      case Routing.SomePartitions some ->
          some.keys().stream().map(CompiledExpression::compile).toList();
      case Routing.AllPartitions all -> List.of();
      case Routing.Replicated replicated -> List.of();
    };
  }

  /** What a plan compiled to: a query, a change or a call; the keys say which partitions. */
  record Compiled(
      @Nullable CompiledQuery optionalQuery,
      @Nullable CompiledChange optionalChange,
      @Nullable FoundRows optionalFound,
      @Nullable CompiledCall optionalCall,
      List<CompiledExpression> routingKeys) {
    Compiled(
        @Nullable CompiledQuery query,
        @Nullable CompiledChange change,
        List<CompiledExpression> routingKeys) {
      this(query, change, null, null, routingKeys);
    }

    CompiledQuery query() {
      return Invariant.present(optionalQuery, "a query was compiled to a query");
    }

    FoundRows found() {
      return Invariant.present(optionalFound, "what finds its rows was compiled to that");
    }

    CompiledCall call() {
      return Invariant.present(optionalCall, "a call was compiled to a call");
    }

    CompiledChange change() {
      return Invariant.present(optionalChange, "a change was compiled to a change");
    }
  }
}
