package dev.coulomb.node.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.catalog.SchemaChange.CreateIndex;
import dev.coulomb.node.catalog.SchemaChange.CreateTable;
import dev.coulomb.node.catalog.SchemaChange.DropIndex;
import dev.coulomb.node.catalog.SchemaChange.DropTable;
import dev.coulomb.node.catalog.SchemaChange.UniqueConstraint;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaChangesTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", SqlType.BIGINT, false),
          new Column("name", SqlType.TEXT, true),
          new Column("note", SqlType.JSONB, true),
          new Column("price", SqlType.DOUBLE, true));

  @Test
  void eachChangeGivesTheNextVersionAndLeavesTheOldOneAlone() {
    Catalog one = SchemaChanges.apply(Catalog.EMPTY, table("t", List.of(0), 0));
    Catalog two = SchemaChanges.apply(one, index("i", "t", List.of("name"), false));
    assertThat(two.version()).isEqualTo(one.version() + 1).isEqualTo(Catalog.EMPTY.version() + 2);
    assertThat(one.table("t").indexes()).isEmpty();
    assertThat(two.table("t").indexes()).extracting(Index::name).containsExactly("i");
    assertThat(two.table("t").indexes().getFirst().id()).isNotEqualTo(two.table("t").id());
    assertThat(SchemaChanges.apply(two, new DropTable(List.of("t"), false)).tables()).isEmpty();
  }

  @Test
  void idsAreNeverUsedAgain() {
    Catalog catalog = SchemaChanges.apply(Catalog.EMPTY, table("t", List.of(), 0));
    int first = catalog.table("t").id();
    catalog = SchemaChanges.apply(catalog, new DropTable(List.of("t"), false));
    catalog = SchemaChanges.apply(catalog, table("t", List.of(), 0));
    assertThat(catalog.table("t").id()).isGreaterThan(first);
  }

  @Test
  void aKeyOfAPartitionedTableContainsThePartitionColumn() {
    refused(SqlState.INVALID_TABLE_DEFINITION, Catalog.EMPTY, table("t", List.of(0), 1));
    refused(
        SqlState.INVALID_TABLE_DEFINITION,
        Catalog.EMPTY,
        new CreateTable(
            "t", false, COLUMNS, List.of(0), 0, List.of(new UniqueConstraint("", List.of(1)))));
    Catalog catalog = SchemaChanges.apply(Catalog.EMPTY, table("t", List.of(0), 0));
    refused(SqlState.INVALID_TABLE_DEFINITION, catalog, index("i", "t", List.of("name"), true));
    assertThat(
            SchemaChanges.apply(Catalog.EMPTY, table("t", List.of(0), Table.REPLICATED))
                .table("t")
                .isReplicated())
        .isTrue();
  }

  @Test
  void whatCannotBeComparedOrHashedIsNotInAKey() {
    refused(SqlState.UNDEFINED_OBJECT, Catalog.EMPTY, table("t", List.of(2), Table.REPLICATED));
    refused(SqlState.INVALID_TABLE_DEFINITION, Catalog.EMPTY, table("t", List.of(), 3));
  }

  @Test
  void namesAreTakenOnce() {
    Catalog catalog = SchemaChanges.apply(Catalog.EMPTY, table("t", List.of(), 0));
    refused(SqlState.DUPLICATE_TABLE, catalog, table("t", List.of(), 0));
    refused(SqlState.DUPLICATE_TABLE, catalog, index("t", "t", List.of("name"), false));
    assertThat(
            SchemaChanges.apply(
                catalog, new CreateTable("t", true, COLUMNS, List.of(), 0, List.of())))
        .isSameAs(catalog);
  }

  @Test
  void namesThatNobodyGaveArePostgresqls() {
    Catalog catalog =
        SchemaChanges.apply(
            Catalog.EMPTY,
            new CreateTable(
                "t",
                false,
                COLUMNS,
                List.of(),
                0,
                List.of(new UniqueConstraint("", List.of(0, 1)))));
    catalog = SchemaChanges.apply(catalog, index("", "t", List.of("name"), false));
    catalog = SchemaChanges.apply(catalog, index("", "t", List.of("name"), false));
    assertThat(catalog.table("t").indexes())
        .extracting(Index::name)
        .containsExactly("t_id_name_key", "t_name_idx", "t_name_idx1");
  }

  @Test
  void whatIsNotThereCannotBeDropped() {
    refused(SqlState.UNDEFINED_TABLE, Catalog.EMPTY, new DropTable(List.of("t"), false));
    refused(SqlState.UNDEFINED_OBJECT, Catalog.EMPTY, new DropIndex(List.of("i"), false));
    assertThat(SchemaChanges.apply(Catalog.EMPTY, new DropTable(List.of("t"), true)))
        .isSameAs(Catalog.EMPTY);
  }

  private static void refused(SqlState state, Catalog catalog, SchemaChange change) {
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> SchemaChanges.apply(catalog, change))
        .extracting(SqlError::state)
        .isEqualTo(state);
  }

  private static CreateTable table(String name, List<Integer> primaryKey, int partitionColumn) {
    return new CreateTable(name, false, COLUMNS, primaryKey, partitionColumn, List.of());
  }

  private static CreateIndex index(
      String name, String table, List<String> columns, boolean unique) {
    return new CreateIndex(name, false, table, columns, unique);
  }
}
