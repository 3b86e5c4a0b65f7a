package dev.coulomb.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.voltdb.client.Client;
import org.voltdb.client.ClientConfig;
import org.voltdb.client.ClientFactory;
import org.voltdb.client.ClientResponse;

/** VoltDB 10.1 as it is on Maven Central: one node, a site for each of two cores, no logs. One client, shared by all sessions, as it is meant. */
final class VoltPeer extends Peer {
  private static final List<String> OPENED =
      List.of(
          "java.lang", "sun.nio.ch", "java.net", "java.nio", "sun.net.www.protocol.http",
          "sun.net.www.protocol.https", "sun.net.www.protocol.file", "sun.net.www.protocol.ftp",
          "sun.net.www.protocol.jar");
  private static final int OUTSTANDING = 1_000;

  private final String java;
  private final String classPath;
  private final Path home;
  private Client client;

  /**
   * @param java a Java it runs on (17)
   * @param home where its settings and schema lie
   */
  VoltPeer(Path directory, String java, String classPath, Path home) {
    super("VoltDB", directory);
    this.java = java;
    this.classPath = classPath;
    this.home = home;
  }

  private List<String> java(String... arguments) {
    List<String> command = new ArrayList<>(List.of(java));
    OPENED.forEach(name -> command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED")));
    command.add("-Dlog4j.configuration=file://" + home.resolve("log4j.xml"));
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC"));
    command.add("org.voltdb.VoltDB");
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  List<String> command() throws Exception {
    String deployment = home.resolve("deployment.xml").toString();
    Path log = directory.resolve("init.log");
    Process made =
        new ProcessBuilder(
                java("initialize", "voltdbroot", directory.toString(), "deployment", deployment, "force"))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("VoltDB cannot be initialised, see " + log);
    }
    int internal = freePort();
    return java(
        "probe", "voltdbroot", directory.toString(), "mesh", "localhost:" + internal,
        "hostcount", "1", "externalinterface", "127.0.0.1", "internalinterface", "127.0.0.1",
        "port", Integer.toString(port), "adminport", Integer.toString(freePort()),
        "internalport", Integer.toString(internal), "zkport", Integer.toString(freePort()));
  }

  @Override
  void start() throws Exception {
    super.start();
    ClientConfig config = new ClientConfig();
    config.setMaxOutstandingTxns(OUTSTANDING);
    config.setProcedureCallTimeout(0);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (client == null) {
      Client made = ClientFactory.createClient(config);
      try {
        made.createConnection("127.0.0.1", port);
        byte[] procedures = Files.readAllBytes(Path.of(System.getProperty("voltdb.procedures")));
        check(made.callProcedure("@UpdateClasses", procedures, null));
        check(made.callProcedure("@AdHoc", Files.readString(home.resolve("schema.sql"))));
        client = made;
      } catch (IOException | org.voltdb.client.ProcCallException notYet) {
        made.close();
        if (System.nanoTime() > end) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(500);
      }
    }
  }

  @Override
  boolean can(Work work) {
    // One client is everybody's: it has no idle connections.
    return work != Work.KV_8_IDLE;
  }

  @Override
  void fill(int from, int to) throws Exception {
    load("kv", from, to);
  }

  @Override
  void fillFacts() throws Exception {
    AtomicReference<String> failure = new AtomicReference<>();
    for (long i = 0; i < Data.ROWS; i++) {
      Object[] row = {i, (int) (i % Data.GROUPS), i % 1_000};
      client.callProcedure(answer -> note(answer, -1, failure), "FactsPut", row);
    }
    drain(failure);
  }

  @Override
  void fillVoter() throws Exception {
    for (String statement : Data.voterRows()) {
      check(client.callProcedure("@AdHoc", statement));
    }
  }

  private void load(String table, int from, int to) throws Exception {
    AtomicReference<String> failure = new AtomicReference<>();
    String procedure = table.equals("kv") ? "KvPut" : "LoadedPut";
    for (long i = from; i < to; i++) {
      client.callProcedure(answer -> note(answer, -1, failure), procedure, i, text((int) i));
    }
    drain(failure);
  }

  private void drain(AtomicReference<String> failure) throws Exception {
    client.drain();
    if (failure.get() != null) {
      throw new IOException("VoltDB: " + failure.get());
    }
  }

  private static String text(int number) {
    return new String(Data.value(number), StandardCharsets.US_ASCII);
  }

  private static void check(ClientResponse answer) throws IOException {
    if (answer.getStatus() != ClientResponse.SUCCESS) {
      throw new IOException("VoltDB: " + answer.getStatusString());
    }
  }

  private static void note(ClientResponse answer, int rows, AtomicReference<String> failure) {
    if (answer.getStatus() != ClientResponse.SUCCESS) {
      failure.set(answer.getStatusString());
    } else if (rows >= 0 && answer.getResults()[0].getRowCount() != rows) {
      failure.set("an answer has not " + rows + " rows");
    }
  }

  @Override
  Session connect() {
    return new VoltSession();
  }

  private final class VoltSession implements Session {
    @Override
    public int run(Work work, SplittableRandom random, int depth) throws Exception {
      if (work == Work.COPY) {
        check(client.callProcedure("@AdHoc", "TRUNCATE TABLE loaded"));
        load("loaded", 0, Data.ROWS);
        return Data.ROWS;
      }
      AtomicReference<String> failure = new AtomicReference<>();
      CountDownLatch open = new CountDownLatch(depth);
      for (int i = 0; i < depth; i++) {
        send(work, random, failure, open);
      }
      open.await();
      if (failure.get() != null) {
        throw new IOException("VoltDB: " + failure.get());
      }
      return depth;
    }

    private void send(
        Work work, SplittableRandom random, AtomicReference<String> failure, CountDownLatch open)
        throws IOException {
      long first = random.nextInt(Data.ROWS);
      long second = (first + 1 + random.nextInt(Data.ROWS - 1)) % Data.ROWS;
      switch (work) {
        case KV_PIPELINED, KV_8, KV_64, KV_8_SCAN, KV_8_IDLE -> {
          if (random.nextBoolean()) {
            call(1, failure, open, "KvGet", first);
          } else {
            call(1, failure, open, "KvPut", first, text(random.nextInt()));
          }
        }
        case VOTER -> {
          int choice = 1 + random.nextInt(Data.CONTESTANTS);
          call(1, failure, open, "Vote", Data.phone(random), choice);
        }
        case MP_WRITE -> call(1, failure, open, "MpPut", text(random.nextInt()), first);
        case MP_READ -> call(2, failure, open, "MpGet", first, second);
        case ADHOC -> call(1, failure, open, "@AdHoc", "SELECT v FROM kv WHERE k = " + first);
        case GROUP_BY -> call(Data.GROUPS, failure, open, "FactsGroup");
        case COPY -> throw new IllegalArgumentException();
      }
    }

    private void call(
        int rows,
        AtomicReference<String> failure,
        CountDownLatch open,
        String procedure,
        Object... arguments)
        throws IOException {
      client.callProcedure(
          answer -> {
            note(answer, rows, failure);
            open.countDown();
          },
          procedure,
          arguments);
    }

    @Override
    public void close() {
      // The client is everybody's.
    }
  }

  @Override
  public void close() throws Exception {
    if (client != null) {
      client.close();
    }
    super.close();
  }
}
