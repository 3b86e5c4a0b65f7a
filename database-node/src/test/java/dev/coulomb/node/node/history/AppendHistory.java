package dev.coulomb.node.node.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What transactions that read lists and append to them saw, and whether there is one order of them,
 * in agreement with real time, in which they would have seen the same. Every item is appended once,
 * so a list tells the order of its writers (after Kingsbury and Alvaro, Elle, 2020).
 */
public final class AppendHistory {
  /** A transaction appends fewer; its items are numbered from its number times this. */
  public static final int ITEMS_MAX = 100;

  private final List<Transaction> committed = new ArrayList<>();
  private final Map<Integer, String> refused = new HashMap<>();
  private final Map<Long, List<Integer>> finals = new HashMap<>();
  private final List<String> seen = new ArrayList<>();

  /** A transaction that committed. Times are of one clock, around the whole transaction. */
  public record Transaction(int number, long begin, long end, List<Operation> operations) {}

  /** A read of a list or an append to it. */
  public sealed interface Operation {
    long key();

    record Read(long key, List<Integer> items) implements Operation {}

    record Append(long key, int item) implements Operation {}

    /** A read of how long a list is. */
    record Counted(long key, int items) implements Operation {}
  }

  public synchronized void add(Transaction transaction) {
    committed.add(transaction);
  }

  /** A transaction that did not commit, and what its client was told. */
  public synchronized void refused(int number, String told) {
    refused.put(number, told);
  }

  /** Something that is wrong by itself. */
  public synchronized void saw(String anomaly) {
    seen.add(anomaly);
  }

  /** What a list holds when all is over. */
  public void isFinally(long key, List<Integer> items) {
    finals.put(key, items);
  }

  /** Why there is no such order, or nothing. */
  public Optional<String> anomaly() {
    Map<Integer, Integer> writers = new HashMap<>();
    Map<Integer, Long> lists = new HashMap<>();
    for (Transaction transaction : committed) {
      for (Operation operation : transaction.operations()) {
        if (operation instanceof Operation.Append append) {
          writers.put(append.item(), transaction.number());
          lists.put(append.item(), append.key());
        }
      }
    }
    Set<Integer> all = new LinkedHashSet<>();
    for (Map.Entry<Long, List<Integer>> list : finals.entrySet()) {
      for (int item : list.getValue()) {
        if (writers.get(item) == null) {
          String told = refused.get(item / ITEMS_MAX);
          return Optional.of(
              "item "
                  + item
                  + " is of no committed transaction"
                  + (told == null ? "" : "; its client was told: " + told));
        }
        if (!list.getKey().equals(lists.get(item))) {
          return Optional.of("item " + item + " is in a list that it was not appended to");
        }
        if (!all.add(item)) {
          return Optional.of("item " + item + " was appended twice");
        }
      }
    }
    if (!all.containsAll(writers.keySet())) {
      return Optional.of("an append of a committed transaction is lost");
    }
    Graph graph = new Graph(committed);
    for (Transaction transaction : committed) {
      Optional<String> wrong = depend(transaction, writers, graph);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    for (List<Integer> items : finals.values()) {
      for (int i = 1; i < items.size(); i++) {
        graph.edge(writer(writers, items.get(i - 1)), writer(writers, items.get(i)));
      }
    }
    return graph.cycle().or(() -> seen.stream().findFirst());
  }

  private static int writer(Map<Integer, Integer> writers, int item) {
    return writers.getOrDefault(item, -1);
  }

  private Optional<String> depend(
      Transaction transaction, Map<Integer, Integer> writers, Graph graph) {
    Map<Long, List<Integer>> own = new HashMap<>();
    for (Operation operation : transaction.operations()) {
      List<Integer> mine = own.computeIfAbsent(operation.key(), key -> new ArrayList<>());
      switch (operation) {
        case Operation.Append append -> mine.add(append.item());
        case Operation.Read(long key, List<Integer> items) -> {
          List<Integer> list = finals.getOrDefault(key, List.of());
          int others = items.size() - mine.size();
          boolean prefix =
              others >= 0
                  && items.subList(others, items.size()).equals(mine)
                  && others <= list.size()
                  && list.subList(0, others).equals(items.subList(0, others));
          if (!prefix) {
            return Optional.of(
                "transaction "
                    + transaction.number()
                    + " read what never was of list "
                    + key
                    + ": "
                    + items);
          }
          between(transaction, others, list, writers, graph);
        }
        case Operation.Counted(long key, int items) -> {
          List<Integer> list = finals.getOrDefault(key, List.of());
          int others = items - mine.size();
          if (others < 0 || others > list.size()) {
            return Optional.of(
                "transaction "
                    + transaction.number()
                    + " counted what never was in list "
                    + key
                    + ": "
                    + items);
          }
          between(transaction, others, list, writers, graph);
        }
      }
    }
    return Optional.empty();
  }

  /** It saw so many items of others, and none that came after them. */
  private static void between(
      Transaction transaction,
      int others,
      List<Integer> list,
      Map<Integer, Integer> writers,
      Graph graph) {
    if (others > 0) {
      graph.edge(writer(writers, list.get(others - 1)), transaction.number());
    }
    if (others < list.size()) {
      graph.edge(transaction.number(), writer(writers, list.get(others)));
    }
  }

  /** Who comes before whom; time is a chain of nodes of its own, with numbers below zero. */
  private static final class Graph {
    private final Map<Integer, Set<Integer>> after = new HashMap<>();

    Graph(List<Transaction> transactions) {
      List<Transaction> byEnd = new ArrayList<>(transactions);
      byEnd.sort(Comparator.comparingLong(Transaction::end));
      for (int i = 0; i < byEnd.size(); i++) {
        edge(byEnd.get(i).number(), moment(i));
        edge(moment(i), moment(i + 1));
      }
      for (Transaction transaction : transactions) {
        int before = 0;
        int most = byEnd.size();
        while (before < most) {
          int middle = (before + most) / 2;
          if (byEnd.get(middle).end() < transaction.begin()) {
            before = middle + 1;
          } else {
            most = middle;
          }
        }
        if (before > 0) {
          edge(moment(before - 1), transaction.number());
        }
      }
    }

    private static int moment(int index) {
      return -2 - index;
    }

    void edge(int from, int to) {
      if (from != to) {
        after.computeIfAbsent(from, node -> new LinkedHashSet<>()).add(to);
        after.computeIfAbsent(to, node -> new LinkedHashSet<>());
      }
    }

    /** Takes away whatever nothing comes before, until nothing is left but cycles. */
    Optional<String> cycle() {
      Map<Integer, Integer> before = new HashMap<>();
      after.keySet().forEach(node -> before.put(node, 0));
      after.values().forEach(nodes -> nodes.forEach(node -> before.merge(node, 1, Integer::sum)));
      Deque<Integer> free = new ArrayDeque<>();
      before.forEach((node, count) -> {
        if (count == 0) {
          free.add(node);
        }
      });
      int taken = 0;
      for (Integer node = free.poll(); node != null; node = free.poll()) {
        taken++;
        for (int next : after.getOrDefault(node, Set.of())) {
          if (before.merge(next, -1, Integer::sum) == 0) {
            free.add(next);
          }
        }
      }
      if (taken == after.size()) {
        return Optional.empty();
      }
      before.values().removeIf(count -> count == 0);
      return Optional.of("each comes before the next one: " + loop(before.keySet()));
    }

    /** All that is left has somebody before it: going back ends in a loop; below zero: time. */
    private List<Integer> loop(Set<Integer> left) {
      Map<Integer, Integer> earlier = new HashMap<>();
      for (int node : left) {
        for (int next : after.getOrDefault(node, Set.of())) {
          earlier.put(next, node);
        }
      }
      List<Integer> path = new ArrayList<>(List.of(left.iterator().next()));
      while (true) {
        int node = earlier.getOrDefault(path.getFirst(), path.getFirst());
        int again = path.indexOf(node);
        path.addFirst(node);
        if (again >= 0) {
          return path.subList(0, again + 2);
        }
      }
    }
  }
}
