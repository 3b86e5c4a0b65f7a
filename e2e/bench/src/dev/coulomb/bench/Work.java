package dev.coulomb.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the servers are asked to do. */
enum Work {
  KV_PIPELINED("kv-pipelined", "kv 50/50, 8 connections × 16 in flight, prepared", 8, 16),
  KV_8("kv-8", "kv 50/50, 8 connections, one at a time", 8, 1),
  KV_64("kv-64", "kv 50/50, 64 connections, one at a time", 64, 1),
  KV_8_SCAN("kv-8-scan", "the same 8, while another client scans 1 M rows again and again", 8, 1),
  KV_8_IDLE("kv-8-idle", "the same 8, while 900 other connections idle", 8, 1),
  VOTER("voter", "Voter: 3 reads, 1 insert in a procedure, 8 connections × 16 in flight", 8, 16),
  MP_WRITE("mp-write", "write of two keys, each in its partition, 4 connections × 25 in flight", 4, 25),
  MP_READ("mp-read", "read of two keys, each in its partition, 4 connections × 25 in flight", 4, 25),
  ADHOC("adhoc", "ad hoc SELECT with changing literals, one client", 1, 1),
  GROUP_BY("group-by", "GROUP BY over 1 M rows, 50 groups, one client", 1, 1),
  COPY("copy", "bulk load of 1 M rows (an operation is a row)", 1, 1);

  /** How it is called on the command line. */
  final String key;

  final String title;
  final int connections;

  /** Requests of one connection under way at a time. */
  final int depth;

  Work(String key, String title, int connections, int depth) {
    this.key = key;
    this.title = title;
    this.connections = connections;
    this.depth = depth;
  }

  /** Connections that are there besides, and do nothing. */
  int idle() {
    return this == KV_8_IDLE ? 900 : 0;
  }

  /** True where another client reads all the facts meanwhile. */
  boolean scans() {
    return this == KV_8_SCAN;
  }

  static Work of(String key) {
    return Arrays.stream(values())
        .filter(work -> work.key.equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no work " + key + "; there are " + keys()));
  }

  static String keys() {
    return Arrays.stream(values()).map(work -> work.key).collect(Collectors.joining(" "));
  }
}
