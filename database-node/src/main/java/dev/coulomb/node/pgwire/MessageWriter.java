package dev.coulomb.node.pgwire;

import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.node.types.TypeKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes messages into a buffer: kind u8, length u32, body. Without state. */
final class MessageWriter {
  private static final Map<String, Character> ERROR_FIELDS =
      Map.of("schema", 's', "table", 't', "column", 'c', "constraint", 'n', SqlError.ROUTINE, 'R');

  /** Version 3.0, as clients expect it in a negotiation: with its major number. */
  private static final int PROTOCOL = 3 << 16;

  private MessageWriter() {}

  static void empty(ByteBuf out, char kind) {
    out.writeByte(kind).writeInt(4);
  }

  static void text(ByteBuf out, char kind, String text) {
    int start = begin(out, kind);
    string(out, text);
    end(out, start);
  }

  static void readyForQuery(ByteBuf out, char status) {
    out.writeByte('Z').writeInt(5).writeByte(status);
  }

  static void parameterStatus(ByteBuf out, String name, String value) {
    int start = begin(out, 'S');
    string(out, name);
    string(out, value);
    end(out, start);
  }

  static void backendKey(ByteBuf out, int number, int secret) {
    out.writeByte('K').writeInt(12).writeInt(number).writeInt(secret);
  }

  /** {@code NegotiateProtocolVersion}: the newest version, and options that are not known. */
  static void negotiate(ByteBuf out, List<String> unknownOptions) {
    int start = begin(out, 'v');
    out.writeInt(PROTOCOL).writeInt(unknownOptions.size());
    unknownOptions.forEach(option -> string(out, option));
    end(out, start);
  }

  static void authenticationOk(ByteBuf out) {
    out.writeByte('R').writeInt(8).writeInt(0);
  }

  static void authenticationSasl(ByteBuf out, List<String> mechanisms) {
    int start = begin(out, 'R');
    out.writeInt(10);
    mechanisms.forEach(mechanism -> string(out, mechanism));
    out.writeByte(0);
    end(out, start);
  }

  /** A step of SASL: 11 goes on, 12 is the last. */
  static void authenticationSasl(ByteBuf out, int step, byte[] data) {
    out.writeByte('R').writeInt(8 + data.length).writeInt(step).writeBytes(data);
  }

  static void parameterDescription(ByteBuf out, List<SqlType> types) {
    int start = begin(out, 't');
    out.writeShort(types.size());
    types.forEach(type -> out.writeInt(type.kind().oid()));
    end(out, start);
  }

  static void rowDescription(ByteBuf out, List<OutputColumn> columns, ResultFormats formats) {
    int start = begin(out, 'T');
    out.writeShort(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      OutputColumn column = columns.get(i);
      string(out, column.name());
      out.writeInt(column.tableId()).writeShort(column.ordinal());
      SqlType type = column.type();
      out.writeInt(type.kind().oid()).writeShort(sizeOf(type.kind())).writeInt(type.modifier());
      out.writeShort(formats.isBinary(i) ? 1 : 0);
    }
    end(out, start);
  }

  static void dataRow(
      ByteBuf out,
      List<OutputColumn> columns,
      ResultFormats formats,
      ZoneId zone,
      @Nullable Object[] row) {
    int start = begin(out, 'D');
    out.writeShort(row.length);
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value == null) {
        out.writeInt(-1);
      } else if (formats.isBinary(i)) {
        BinaryFormat.write(columns.get(i).type(), value, out);
      } else {
        textValue(out, columns.get(i).type(), value, zone);
      }
    }
    end(out, start);
  }

  private static void textValue(ByteBuf out, SqlType type, Object value, ZoneId zone) {
    int length = out.writerIndex();
    out.writeInt(0);
    if (type.kind().isInteger()) {
      integer(out, (Long) value);
    } else {
      ByteBufUtil.writeUtf8(out, TextFormat.format(type, value, zone));
    }
    out.setInt(length, out.writerIndex() - length - 4);
  }

  /** The number's digits, without a text on the way. */
  private static void integer(ByteBuf out, long value) {
    if (value == Long.MIN_VALUE) {
      ByteBufUtil.writeAscii(out, Long.toString(value));
      return;
    }
    long left = Math.abs(value);
    int length = value < 0 ? 2 : 1;
    for (long rest = left; rest >= 10; rest /= 10) {
      length++;
    }
    int start = out.writerIndex();
    out.ensureWritable(length);
    for (int at = start + length - 1; at >= start; at--) {
      out.setByte(at, '0' + (int) (left % 10));
      left /= 10;
    }
    if (value < 0) {
      out.setByte(start, '-');
    }
    out.writerIndex(start + length);
  }

  static void copyResponse(ByteBuf out, char kind, int columns) {
    int start = begin(out, kind);
    out.writeByte(0).writeShort(columns);
    for (int i = 0; i < columns; i++) {
      out.writeShort(0);
    }
    end(out, start);
  }

  static void copyData(ByteBuf out, String line) {
    int start = begin(out, 'd');
    ByteBufUtil.writeUtf8(out, line);
    end(out, start);
  }

  /** An error ({@code E}) or a notice ({@code N}). */
  static void error(ByteBuf out, char kind, String severity, SqlError error) {
    int start = begin(out, kind);
    field(out, 'S', severity);
    field(out, 'V', severity);
    field(out, 'C', error.code());
    field(out, 'M', error.sentence());
    if (!error.fields().isEmpty()) {
      StringBuilder detail = new StringBuilder();
      error
          .fields()
          .forEach((name, value) -> {
            if (!name.equals(SqlError.ROUTINE)) {
              detail.append(detail.isEmpty() ? "" : ", ").append(name).append(": ").append(value);
            }
            Character code = ERROR_FIELDS.get(name);
            if (code != null) {
              field(out, code, value);
            }
          });
      if (!detail.isEmpty()) {
        field(out, 'D', detail.toString());
      }
    }
    String hint = error.hint();
    if (hint != null) {
      field(out, 'H', hint);
    }
    if (error.position() != SqlError.NO_POSITION) {
      field(out, 'P', Integer.toString(error.position()));
    }
    out.writeByte(0);
    end(out, start);
  }

  private static void field(ByteBuf out, char code, String value) {
    out.writeByte(code);
    string(out, value);
  }

  private static int begin(ByteBuf out, char kind) {
    out.writeByte(kind);
    int start = out.writerIndex();
    out.writeInt(0);
    return start;
  }

  private static void end(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start);
  }

  private static void string(ByteBuf out, String text) {
    ByteBufUtil.writeUtf8(out, text.indexOf(0) < 0 ? text : text.replace("\0", ""));
    out.writeByte(0);
  }

  private static int sizeOf(TypeKind kind) {
    return kind.width() == TypeKind.VARIABLE ? -1 : kind.width();
  }
}
