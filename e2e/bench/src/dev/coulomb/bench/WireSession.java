package dev.coulomb.bench;

import java.io.DataInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A bare client of PostgreSQL's protocol, which can pipeline: named statements, binary parameters and
 * results, a {@code Sync} after every operation, so that each is its own transaction.
 */
final class WireSession implements Session {
  private static final int INT8 = 20;
  private static final int INT4 = 23;
  private static final int TEXT = 25;
  private static final int NUMBER_BYTES_MAX = 32;
  private static final int CHUNK_BYTES = 64 << 10;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Set<String> prepared = new HashSet<>();
  private final SqlPeer peer;
  private byte[] buffer = new byte[64 << 10];
  private int end;
  private int rows;
  private byte[] last = {};

  WireSession(SqlPeer peer) throws IOException {
    this.peer = peer;
    socket = new Socket("127.0.0.1", peer.port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
    out = socket.getOutputStream();
    int start = end;
    int4(0);
    int4(3 << 16);
    for (String word : new String[] {"user", peer.user(), "database", peer.database()}) {
      string(word);
    }
    int1(0);
    finish(start);
    flush();
    awaitReady();
  }

  @Override
  public int run(Work work, SplittableRandom random, int depth) throws IOException {
    switch (work) {
      case KV_PIPELINED, KV_8, KV_64, KV_8_SCAN, KV_8_IDLE -> keyValue(random, depth);
      case VOTER -> {
        prepare("v", peer.vote(), INT8, INT4);
        for (int i = 0; i < depth; i++) {
          int start = bind("v", 2);
          int8(Data.phone(random));
          int4(4);
          int4(1 + random.nextInt(Data.CONTESTANTS));
          execute(start);
        }
        await(depth, peer.rowsOfVote() * depth);
      }
      case MP_WRITE -> {
        prepare("w", "UPDATE kv SET v = $1 WHERE k IN ($2, $3)", TEXT, INT8, INT8);
        for (int i = 0; i < depth; i++) {
          int start = bind("w", 3);
          value(random);
          keys(random);
          execute(start);
        }
        await(depth, 0);
      }
      case MP_READ -> {
        prepare("r", "SELECT v FROM kv WHERE k IN ($1, $2)", INT8, INT8);
        for (int i = 0; i < depth; i++) {
          int start = bind("r", 2);
          keys(random);
          execute(start);
        }
        await(depth, 2 * depth);
      }
      case ADHOC -> {
        query("SELECT v FROM kv WHERE k = " + random.nextInt(Data.ROWS));
        await(1, 1);
      }
      case GROUP_BY -> {
        query("SELECT grp, count(*), sum(x) FROM facts GROUP BY grp");
        await(1, Data.GROUPS);
      }
      case COPY -> {
        sql(peer.tableOfKv("loaded"));
        copy("loaded", peer.kv());
        sql("DROP TABLE loaded");
        return Data.ROWS;
      }
    }
    return depth;
  }

  private void keyValue(SplittableRandom random, int depth) throws IOException {
    prepare("g", "SELECT v FROM kv WHERE k = $1", INT8);
    prepare("p", "UPDATE kv SET v = $2 WHERE k = $1", INT8, TEXT);
    int gets = 0;
    for (int i = 0; i < depth; i++) {
      boolean get = random.nextBoolean();
      int start = bind(get ? "g" : "p", get ? 1 : 2);
      int8(random.nextInt(Data.ROWS));
      if (get) {
        gets++;
      } else {
        value(random);
      }
      execute(start);
    }
    await(depth, gets);
  }

  /** Loads lines of COPY's text format. */
  void copy(String table, byte[] lines) throws IOException {
    query("COPY " + table + " FROM STDIN");
    flush();
    for (int at = 0; at < lines.length; at += CHUNK_BYTES) {
      int length = Math.min(CHUNK_BYTES, lines.length - at);
      int start = begin('d');
      bytes(lines, at, length);
      finish(start);
      flush();
    }
    finish(begin('c'));
    flush();
    awaitReady();
  }

  /** A statement of which only success counts. */
  void sql(String text) throws IOException {
    query(text);
    flush();
    awaitReady();
  }

  /** The one number that a statement gives. */
  long number(String text) throws IOException {
    query(text);
    flush();
    awaitReady();
    return Long.parseLong(new String(last, 6, last.length - 6, StandardCharsets.US_ASCII));
  }

  private void query(String text) {
    int start = begin('Q');
    string(text);
    finish(start);
  }

  private void keys(SplittableRandom random) {
    long first = random.nextInt(Data.ROWS);
    int8(first);
    int8((first + 1 + random.nextInt(Data.ROWS - 1)) % Data.ROWS);
  }

  private void value(SplittableRandom random) {
    byte[] value = Data.value(random.nextInt());
    int4(value.length);
    bytes(value, 0, value.length);
  }

  private void prepare(String name, String sql, int... types) throws IOException {
    if (!prepared.add(name)) {
      return;
    }
    int start = begin('P');
    string(name);
    string(sql);
    int2(types.length);
    for (int type : types) {
      int4(type);
    }
    finish(start);
    finish(begin('S'));
    flush();
    awaitReady();
  }

  private int bind(String statement, int parameters) {
    int start = begin('B');
    int1(0);
    string(statement);
    int2(1);
    int2(1);
    int2(parameters);
    return start;
  }

  /** Ends the bind, and asks for execution. */
  private void execute(int bind) {
    int2(1);
    int2(1);
    finish(bind);
    int start = begin('E');
    int1(0);
    int4(0);
    finish(start);
    finish(begin('S'));
  }

  private void await(int answers, int rowsExpected) throws IOException {
    rows = 0;
    flush();
    for (int i = 0; i < answers; i++) {
      awaitReady();
    }
    if (rows != rowsExpected) {
      throw new IOException(peer.name + " gave " + rows + " rows instead of " + rowsExpected);
    }
  }

  private void awaitReady() throws IOException {
    String error = null;
    while (true) {
      int kind = in.readUnsignedByte();
      int length = in.readInt() - 4;
      if (kind == 'E') {
        error = new String(in.readNBytes(length), StandardCharsets.UTF_8).replace('\0', ' ');
        continue;
      }
      if (kind == 'D' && length <= NUMBER_BYTES_MAX) {
        last = in.readNBytes(length);
      } else {
        in.skipNBytes(length);
      }
      if (kind == 'D') {
        rows++;
      } else if (kind == 'Z') {
        if (error != null) {
          throw new IOException(peer.name + ": " + error);
        }
        return;
      }
    }
  }

  private int begin(char kind) {
    int1(kind);
    int start = end;
    int4(0);
    return start;
  }

  private void finish(int start) {
    int at = end;
    end = start;
    int4(at - start);
    end = at;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, end);
    end = 0;
  }

  private void room(int bytes) {
    if (end + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, end + bytes));
    }
  }

  private void int1(int value) {
    room(1);
    buffer[end++] = (byte) value;
  }

  private void int2(int value) {
    int1(value >> 8);
    int1(value);
  }

  private void int4(int value) {
    int2(value >> 16);
    int2(value);
  }

  private void int8(long value) {
    int4(8);
    int4((int) (value >> 32));
    int4((int) value);
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes(bytes, 0, bytes.length);
    int1(0);
  }

  private void bytes(byte[] from, int at, int length) {
    room(length);
    System.arraycopy(from, at, buffer, end, length);
    end += length;
  }

  @Override
  public void close() throws IOException {
    finish(begin('X'));
    flush();
    socket.close();
  }
}
