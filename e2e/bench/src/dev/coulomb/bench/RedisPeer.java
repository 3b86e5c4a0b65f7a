package dev.coulomb.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Redis, without persistence or with its append-only file: GET and SET of {@code k:<number>}. */
final class RedisPeer extends Peer {
  private static final int SLICE = 1_000;
  private static final int DIGEST_BYTES = 40;
  private static final String VOTE =
      """
      local phone, choice = KEYS[1], ARGV[1]
      if redis.call('HEXISTS', 'contestants', choice) == 0 then return 0 end
      local key = 'n:' .. phone
      local n = tonumber(redis.call('GET', key) or '0')
      local state = redis.call('HGET', 'areas', string.sub(phone, 1, -8))
      if n >= 2 or not state then return 0 end
      redis.call('HSET', 'vote:' .. phone .. ':' .. n, 'state', state, 'contestant', choice)
      redis.call('INCR', key)
      return 1
      """;
  private final Path root;
  private final String forces;
  private String vote = "";

  /**
   * @param root where its Debian packages were unpacked
   * @param forces when its append-only file is forced, as its setting says; empty: there is none
   */
  RedisPeer(Path directory, Path root, String forces) {
    super(forces.isEmpty() ? "Redis" : "Redis, AOF " + forces, directory);
    this.root = root;
    this.forces = forces;
  }

  static Path program(Path root) {
    return root.resolve("usr/bin/redis-server");
  }

  @Override
  List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                program(root).toString(), "--bind", "127.0.0.1", "--port", Integer.toString(port),
                "--save", "", "--appendonly", forces.isEmpty() ? "no" : "yes"));
    if (!forces.isEmpty()) {
      command.addAll(List.of("--appendfsync", forces, "--dir", directory.toString()));
    }
    return command;
  }

  @Override
  Map<String, String> environment() {
    return Map.of("LD_LIBRARY_PATH", root.resolve("usr/lib/x86_64-linux-gnu").toString());
  }

  @Override
  boolean can(Work work) {
    return switch (work) {
      case KV_PIPELINED, KV_8, KV_64, KV_8_IDLE, COPY, VOTER -> true;
      case KV_8_SCAN, MP_WRITE, MP_READ, ADHOC, GROUP_BY -> false;
    };
  }

  @Override
  void fill(int from, int to) throws Exception {
    try (RedisSession session = connect()) {
      session.load("k:", from, to);
    }
  }

  @Override
  void fillFacts() {}

  @Override
  void fillVoter() throws Exception {
    try (RedisSession session = connect()) {
      for (int i = 1; i <= Data.CONTESTANTS; i++) {
        session.once("HSET", "contestants", Integer.toString(i), "Contestant " + i);
      }
      for (String row : Data.voterRows()) {
        if (row.contains("areas")) {
          String[] values = row.replaceAll("^.*\\(|['\\s)]", "").split(",");
          session.once("HSET", "areas", values[0], values[1]);
        }
      }
      vote = session.once("SCRIPT", "LOAD", VOTE);
    }
  }

  @Override
  RedisSession connect() throws IOException {
    return new RedisSession();
  }

  private final class RedisSession implements Session {
    private final Socket socket = new Socket("127.0.0.1", port);
    private final DataInputStream in =
        new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String last = "";

    RedisSession() throws IOException {
      socket.setTcpNoDelay(true);
    }

    @Override
    public int run(Work work, SplittableRandom random, int depth) throws IOException {
      if (work == Work.COPY) {
        load("l:", 0, Data.ROWS);
        return Data.ROWS;
      }
      if (work == Work.VOTER) {
        for (int i = 0; i < depth; i++) {
          String choice = Integer.toString(1 + random.nextInt(Data.CONTESTANTS));
          words("EVALSHA", vote, "1", Long.toString(Data.phone(random)), choice);
        }
        answers(depth);
        return depth;
      }
      int gets = 0;
      for (int i = 0; i < depth; i++) {
        byte[] key = key("k:", random.nextInt(Data.ROWS));
        if (random.nextBoolean()) {
          gets++;
          command("GET".getBytes(StandardCharsets.US_ASCII), key);
        } else {
          command("SET".getBytes(StandardCharsets.US_ASCII), key, Data.value(random.nextInt()));
        }
      }
      if (answers(depth) != gets) {
        throw new IOException("Redis gave another number of values than was asked for");
      }
      return depth;
    }

    /** One command; the value it answers with, if it is one. */
    String once(String... words) throws IOException {
      words(words);
      answers(1);
      return last;
    }

    private void words(String... words) {
      byte[][] bytes = new byte[words.length][];
      for (int i = 0; i < words.length; i++) {
        bytes[i] = words[i].getBytes(StandardCharsets.US_ASCII);
      }
      command(bytes);
    }

    void load(String prefix, int first, int end) throws IOException {
      for (int from = first; from < end; from += SLICE) {
        int to = Math.min(end, from + SLICE);
        for (int i = from; i < to; i++) {
          command("SET".getBytes(StandardCharsets.US_ASCII), key(prefix, i), Data.value(i));
        }
        answers(to - from);
      }
    }

    private static byte[] key(String prefix, int number) {
      return (prefix + number).getBytes(StandardCharsets.US_ASCII);
    }

    private void command(byte[]... words) {
      header('*', words.length);
      for (byte[] word : words) {
        header('$', word.length);
        out.writeBytes(word);
        out.write('\r');
        out.write('\n');
      }
    }

    private void header(char kind, int number) {
      out.writeBytes((kind + "" + number + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads so many answers; how many of them were values. */
    private int answers(int count) throws IOException {
      out.writeTo(socket.getOutputStream());
      out.reset();
      int values = 0;
      for (int i = 0; i < count; i++) {
        int kind = in.readUnsignedByte();
        String line = line();
        switch (kind) {
          case '$' -> {
            int length = Integer.parseInt(line);
            if (length >= 0) {
              if (length <= DIGEST_BYTES) {
                last = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
                in.skipNBytes(2);
              } else {
                in.skipNBytes(length + 2L);
              }
              values++;
            }
          }
          case '+', ':' -> {}
          default -> throw new IOException("Redis: " + line);
        }
      }
      return values;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      int next = in.readUnsignedByte();
      while (next != '\r') {
        line.append((char) next);
        next = in.readUnsignedByte();
      }
      in.readUnsignedByte();
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
