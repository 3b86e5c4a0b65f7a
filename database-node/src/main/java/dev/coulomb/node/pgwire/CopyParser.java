package dev.coulomb.node.pgwire;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.session.Replies.CopyReader;
import dev.coulomb.node.session.Replies.RowSink;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of {@code COPY FROM}, which may be cut anywhere: lines of PostgreSQL's text
 * format, or records of CSV, whose quoted values may contain line ends. Confined to its session.
 */
final class CopyParser implements CopyReader {
  /** Bytes of one row that is not complete. */
  private static final int RECORD_BYTES_MAX = 64 << 20;

  /** Columns of the line of names, which is not read otherwise. */
  private static final int HEADER_FIELDS_MAX = 10_000;

  private static final int FIELD_BYTES = 1 << 10;
  private static final int FIELD_BYTES_KEPT = 1 << 20;
  private static final String END_MARK = "\\.";

  private final Table table;
  private final List<Integer> columns;
  private final CopyFormat format;
  private final ZoneId zone;

  /** Bytes that mean more than themselves: everywhere, and between quotes. */
  private final boolean[] special = new boolean[256];

  private final boolean[] specialQuoted = new boolean[256];
  private byte[] field = new byte[FIELD_BYTES];
  private int fieldLength;
  private final List<@Nullable String> record = new ArrayList<>();
  private boolean quoted;
  private boolean wasQuoted;
  private boolean pendingQuote;
  private boolean escaping;
  private boolean afterReturn;
  private boolean ended;

  /** The record is what says that no more come: it is neither quoted nor escaped. */
  private boolean marksEnd;

  private int recordBytes;
  private boolean recordHasBytes;
  private long line = 1;
  private boolean headerLeft;

  CopyParser(Table table, List<Integer> columns, CopyFormat format, ZoneId zone) {
    this.table = table;
    this.columns = columns;
    this.format = format;
    this.zone = zone;
    this.headerLeft = format.header();
    for (char c :
        new char[] {'\n', '\r', format.delimiter(), format.csv() ? format.quote() : '\\'}) {
      special[c & 0xFF] = true;
    }
    for (char c : new char[] {'\n', format.quote(), format.escape()}) {
      specialQuoted[c & 0xFF] = true;
    }
  }

  @Override
  public void data(byte[] bytes, RowSink sink) {
    int at = 0;
    while (at < bytes.length && !ended) {
      int end = plainUntil(bytes, at);
      if (end > at) {
        append(bytes, at, end - at);
        at = end;
        continue;
      }
      byte b = bytes[at++];
      if (format.csv()) {
        csv((char) (b & 0xFF), b, sink);
      } else {
        text((char) (b & 0xFF), b, sink);
      }
    }
  }

  /** Where the bytes end that are nothing but a part of a field. */
  private int plainUntil(byte[] bytes, int from) {
    if (escaping || afterReturn || pendingQuote) {
      return from;
    }
    boolean[] ends = quoted ? specialQuoted : special;
    int end = from;
    while (end < bytes.length && !ends[bytes[end] & 0xFF]) {
      end++;
    }
    return end;
  }

  @Override
  public void end(RowSink sink) {
    if (ended) {
      return;
    }
    if (quoted && !pendingQuote) {
      throw bad("unterminated CSV quoted field");
    }
    if (recordHasBytes || !record.isEmpty()) {
      endField();
      endRecord(sink);
    }
  }

  private void csv(char c, byte b, RowSink sink) {
    boolean endsReturn = afterReturn && c == '\n';
    afterReturn = false;
    if (endsReturn) {
      return;
    }
    if (quoted) {
      csvQuoted(c, b, sink);
    } else if (c == format.quote()) {
      quoted = true;
      wasQuoted = true;
      recordHasBytes = true;
    } else if (c == format.delimiter()) {
      endField();
      recordHasBytes = true;
    } else if (c == '\n' || c == '\r') {
      afterReturn = c == '\r';
      endField();
      endRecord(sink);
    } else {
      append(b);
    }
  }

  private void csvQuoted(char c, byte b, RowSink sink) {
    if (pendingQuote) {
      pendingQuote = false;
      if (c == format.quote()) {
        append(b);
        return;
      }
      quoted = false;
      csv(c, b, sink);
    } else if (escaping) {
      escaping = false;
      if (c != format.quote() && c != format.escape()) {
        append((byte) format.escape());
      }
      append(b);
    } else if (c == format.escape() && format.escape() != format.quote()) {
      escaping = true;
    } else if (c == format.quote()) {
      pendingQuote = true;
    } else {
      if (c == '\n') {
        line++;
      }
      append(b);
    }
  }

  private void text(char c, byte b, RowSink sink) {
    boolean endsReturn = afterReturn && c == '\n';
    afterReturn = false;
    if (endsReturn) {
      return;
    }
    if (escaping) {
      escaping = false;
      append((byte) '\\');
      append(b);
    } else if (c == '\\') {
      escaping = true;
      recordHasBytes = true;
    } else if (c == format.delimiter()) {
      endField();
      recordHasBytes = true;
    } else if (c == '\n' || c == '\r') {
      afterReturn = c == '\r';
      endField();
      endRecord(sink);
    } else {
      append(b);
    }
  }

  private void append(byte b) {
    append(new byte[] {b}, 0, 1);
  }

  private void append(byte[] bytes, int from, int count) {
    recordHasBytes = true;
    if (recordBytes > RECORD_BYTES_MAX - count) {
      throw bad("a row is too long");
    }
    recordBytes += count;
    if (fieldLength + count > field.length) {
      field = Arrays.copyOf(field, Math.max(2 * field.length, fieldLength + count));
    }
    System.arraycopy(bytes, from, field, fieldLength, count);
    fieldLength += count;
  }

  private void endField() {
    if (record.size() >= (headerLeft ? HEADER_FIELDS_MAX : columns.size())) {
      throw bad("extra data after last expected column");
    }
    String raw = MessageReader.utf8(field, 0, fieldLength);
    fieldLength = 0;
    if (field.length > FIELD_BYTES_KEPT) {
      field = new byte[FIELD_BYTES];
    }
    boolean isNull = !wasQuoted && raw.equals(format.nullText());
    marksEnd = record.isEmpty() && !wasQuoted && raw.equals(END_MARK);
    quoted = false;
    pendingQuote = false;
    wasQuoted = false;
    if (isNull) {
      record.add(null);
    } else {
      record.add(format.csv() || marksEnd ? raw : CopyEscapes.unescaped(raw));
    }
  }

  private void endRecord(RowSink sink) {
    recordHasBytes = false;
    recordBytes = 0;
    if (record.size() == 1 && marksEnd) {
      ended = true;
      return;
    }
    if (headerLeft) {
      headerLeft = false;
    } else {
      sink.row(row(record));
    }
    record.clear();
    line++;
  }

  private @Nullable Object[] row(List<@Nullable String> values) {
    if (values.size() > columns.size()) {
      throw bad("extra data after last expected column");
    }
    @Nullable Object[] row = new Object[table.columns().size()];
    for (int i = 0; i < columns.size(); i++) {
      int column = columns.get(i);
      if (i >= values.size()) {
        throw bad("missing data for column").with("column", table.column(column).name());
      }
      String text = values.get(i);
      SqlType type = table.column(column).type();
      try {
        row[column] = text == null ? null : TextFormat.parse(type, text, zone);
      } catch (SqlError error) {
        throw error.with("line", line).with("column", table.column(column).name());
      }
    }
    return row;
  }

  private SqlError bad(String sentence) {
    return new SqlError(SqlState.BAD_COPY_FILE_FORMAT, sentence)
        .with("table", table.name())
        .with("line", line);
  }
}
