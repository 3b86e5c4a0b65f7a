package dev.coulomb.node.plan;

/** One key of an order: a column of the input. PostgreSQL's default is nulls last, ascending. */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
