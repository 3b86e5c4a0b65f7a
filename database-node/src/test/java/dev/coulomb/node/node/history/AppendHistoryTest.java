package dev.coulomb.node.node.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.node.history.AppendHistory.Operation;
import dev.coulomb.node.node.history.AppendHistory.Operation.Append;
import dev.coulomb.node.node.history.AppendHistory.Operation.Counted;
import dev.coulomb.node.node.history.AppendHistory.Operation.Read;
import dev.coulomb.node.node.history.AppendHistory.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of histories finds what is wrong. */
class AppendHistoryTest {
  private final AppendHistory history = new AppendHistory();

  @Test
  void findsNothingWhereThereIsAnOrder() {
    add(1, 0, 10, new Append(1, 11), new Read(1, List.of(11)), new Append(2, 12));
    add(2, 5, 20, new Read(1, List.of()), new Read(2, List.of()));
    add(3, 21, 30, new Read(1, List.of(11)), new Append(1, 31));
    history.isFinally(1, List.of(11, 31));
    history.isFinally(2, List.of(12));
    assertThat(history.anomaly()).isEmpty();
  }

  @Test
  void findsALostUpdate() {
    add(1, 0, 10, new Append(1, 11));
    add(2, 0, 10, new Append(1, 21));
    history.isFinally(1, List.of(21));
    assertThat(history.anomaly()).isPresent();
  }

  @Test
  void findsWriteSkew() {
    add(1, 0, 10, new Read(1, List.of()), new Append(2, 11));
    add(2, 0, 10, new Read(2, List.of()), new Append(1, 21));
    history.isFinally(1, List.of(21));
    history.isFinally(2, List.of(11));
    assertThat(history.anomaly()).isPresent();
  }

  @Test
  void findsAReadOfThePast() {
    add(1, 0, 10, new Append(1, 11));
    add(2, 11, 20, new Read(1, List.of()));
    history.isFinally(1, List.of(11));
    assertThat(history.anomaly()).isPresent();
  }

  @Test
  void findsAReadOfWhatWasTakenBack() {
    add(1, 0, 10, new Read(1, List.of(99)));
    history.isFinally(1, List.of());
    assertThat(history.anomaly()).isPresent();
    history.isFinally(1, List.of(99));
    assertThat(history.anomaly()).isPresent();
  }

  @Test
  void findsAnAppendThatWasDoneTwice() {
    add(1, 0, 10, new Append(1, 11));
    add(2, 11, 20, new Read(1, List.of(11, 11)));
    history.isFinally(1, List.of(11, 11));
    assertThat(history.anomaly()).contains("item 11 was appended twice");
  }

  @Test
  void findsAnAppendInAnotherList() {
    add(1, 0, 10, new Append(1, 11));
    history.isFinally(1, List.of());
    history.isFinally(2, List.of(11));
    assertThat(history.anomaly()).contains("item 11 is in a list that it was not appended to");
  }

  @Test
  void findsThatACountIsOfAnotherMomentThanARead() {
    add(1, 0, 10, new Append(1, 11), new Append(2, 12));
    add(2, 0, 10, new Read(1, List.of()), new Counted(2, 1));
    history.isFinally(1, List.of(11));
    history.isFinally(2, List.of(12));
    assertThat(history.anomaly()).isPresent();
  }

  @Test
  void findsThatMoreWasCountedThanThereEverWas() {
    add(1, 0, 10, new Append(1, 11), new Counted(1, 1));
    add(2, 0, 10, new Counted(1, 2));
    history.isFinally(1, List.of(11));
    assertThat(history.anomaly()).isPresent();
  }

  @Test
  void tellsWhatTheClientWasToldOfWhatIsThereAllTheSame() {
    history.refused(3, "57014");
    history.isFinally(1, List.of(3 * AppendHistory.ITEMS_MAX + 10));
    assertThat(history.anomaly())
        .contains("item 310 is of no committed transaction; its client was told: 57014");
  }

  private void add(int number, long begin, long end, Operation... operations) {
    history.add(new Transaction(number, begin, end, List.of(operations)));
  }
}
