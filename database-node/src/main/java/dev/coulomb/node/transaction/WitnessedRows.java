package dev.coulomb.node.transaction;

import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes what a client is told of a stream's rows. Confined to whoever reads them. */
final class WitnessedRows implements RowStream {
  private final RowStream rows;
  private final Answer answer;

  WitnessedRows(RowStream rows, Answer answer) {
    this.rows = rows;
    this.answer = answer;
  }

  @Override
  public void fetch(int maxRows, Receiver receiver) {
    rows.fetch(
        maxRows,
        new Receiver() {
          @Override
          public void rows(List<@Nullable Object[]> some, boolean last) {
            some.forEach(answer::row);
            if (last) {
              answer.end();
            }
            receiver.rows(some, last);
          }

          @Override
          public void failed(SqlError error) {
            answer.failed(error);
            receiver.failed(error);
          }
        });
  }

  @Override
  public void close() {
    rows.close();
  }
}
