package dev.coulomb.node.node.command;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.pgcatalog.SchemaScript;
import dev.coulomb.node.snapshot.CsvRows;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tables of a snapshot as files of CSV in a directory, and the schema beside them. One thread. What
 * was written when it fails is deleted, so that nobody takes a part for the whole.
 */
final class CsvExport {
  private static final String SCHEMA = "schema.sql";

  private final Path directory;
  private final Catalog catalog;
  private final List<Table> tables;
  private final Map<String, Writer> files = new LinkedHashMap<>();
  private final SortedMap<String, Long> rows = new TreeMap<>();
  private final List<Path> written = new ArrayList<>();

  /**
   * Throws when the directory has files, or there is no such table.
   *
   * @param names of the tables that are wanted; none: all
   */
  CsvExport(Path directory, Catalog catalog, List<String> names) throws IOException {
    this.directory = directory;
    this.catalog = catalog;
    this.tables =
        catalog.plainTables().stream()
            .filter(table -> names.isEmpty() || names.contains(table.name()))
            .toList();
    for (String name : names) {
      if (tables.stream().noneMatch(table -> table.name().equals(name))) {
        throw new ExportRefused("the snapshot has no table " + name);
      }
    }
    if (Files.exists(directory)) {
      try (Stream<Path> there = Files.list(directory)) {
        if (there.findAny().isPresent()) {
          throw new ExportRefused("the directory is not empty: " + directory);
        }
      }
    }
  }

  /** Rows of each table that was written. */
  SortedMap<String, Long> rows() {
    return rows;
  }

  void write(SnapshotReader reader) throws IOException {
    boolean whole = false;
    try {
      Files.createDirectories(directory);
      try (Writer schema = create(SCHEMA)) {
        schema.write(SchemaScript.of(catalog));
      }
      for (Table table : tables) {
        Writer file = create(fileName(table.name()));
        files.put(table.name(), file);
        file.write(CsvRows.header(table));
        rows.put(table.name(), 0L);
      }
      CsvRows lines = new CsvRows(tables, this::line);
      reader.read(partition -> lines, Runnable::run, 1, new Transfer());
      whole = true;
    } finally {
      end(whole);
    }
  }

  private void line(Table table, String line) throws IOException {
    Writer file = files.get(table.name());
    if (file != null) {
      file.write(line);
      rows.merge(table.name(), 1L, Long::sum);
    }
  }

  private void end(boolean whole) throws IOException {
    try {
      for (Writer file : files.values()) {
        file.close();
      }
    } finally {
      if (!whole) {
        for (Path file : written) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Writer create(String name) throws IOException {
    Path file = directory.resolve(name);
    written.add(file);
    return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  /** What might not be the name of a file is written as its number. */
  private static String fileName(String table) {
    StringBuilder name = new StringBuilder();
    table
        .codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c) || c == '_' || c == '-') {
            name.appendCodePoint(c);
          } else {
            name.append('%').append(Integer.toHexString(c));
          }
        });
    return name + ".csv";
  }
}
