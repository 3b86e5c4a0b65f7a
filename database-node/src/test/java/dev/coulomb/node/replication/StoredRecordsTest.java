package dev.coulomb.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.replication.TransactionRecord.Part;
import dev.coulomb.node.replication.TransactionRecord.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries as they lie in logs: these bytes have to be read for ever. */
final class StoredRecordsTest {
  private static final String ROWS =
      "ffffffff" // no schema
          + "00000003" // partition
          + "0000000000000001" // epoch
          + "000000000000002a" // position
          + "00000002" // length
          + "cafe"
          + "00000020"
          + "0000000000000002"
          + "0000000000000007"
          + "00000000";
  private static final String SCHEMA =
      "00000002" // length of the schema
          + "7b7d"
          + "00000002" // jars
          + "00000001"
          + "aa"
          + "00000000"
          + "00000000"
          + "0000000000000001"
          + "0000000000000001"
          + "00000001"
          + "05";
  private static final String SEQUENCE =
      "00004001" // sequence
          + "00000002" // restarts
          + "0000000000000009" // number
          + "fffffffffffffff6" // last
          + "01"; // called

  private final List<String> read = new ArrayList<>();

  private final StoredRecords.Reader reader =
      new StoredRecords.Reader() {
        @Override
        public void transaction(TransactionRecord transaction) {
          read.add(hex(transaction.encode()));
        }

        @Override
        public void sequence(SequenceRecord sequence) {
          read.add(sequence.toString());
        }

        @Override
        public void time(long micros) {
          read.add("time " + micros);
        }
      };

  private static String hex(byte[][] pieces) {
    StringBuilder all = new StringBuilder();
    for (byte[] piece : pieces) {
      all.append(HexFormat.of().formatHex(piece));
    }
    return all.toString();
  }

  private void read(int kind, String bytes) throws IOException {
    StoredRecords.read((byte) kind, ByteBuffer.wrap(HexFormat.of().parseHex(bytes)), reader);
  }

  @Test
  void aTransactionOfRows() throws IOException {
    byte[] record = {(byte) 0xca, (byte) 0xfe};
    TransactionRecord transaction =
        new TransactionRecord(
            List.of(new Part(3, 1, 42, record), new Part(32, 2, 7, new byte[0])), null);
    assertThat(hex(transaction.encode())).isEqualTo(ROWS);
    assertThat(TransactionRecord.encodedBytes(2, 2, null)).isEqualTo(ROWS.length() / 2);
    read(1, ROWS);
    assertThat(read).containsExactly(ROWS);
  }

  @Test
  void aTransactionThatChangesTheSchema() throws IOException {
    Schema schema =
        new Schema(new byte[] {'{', '}'}, List.of(new byte[] {(byte) 0xaa}, new byte[0]));
    TransactionRecord transaction =
        new TransactionRecord(List.of(new Part(0, 1, 1, new byte[] {5})), schema);
    assertThat(hex(transaction.encode())).isEqualTo(SCHEMA);
    assertThat(TransactionRecord.encodedBytes(1, 1, schema)).isEqualTo(SCHEMA.length() / 2);
    read(1, SCHEMA);
    assertThat(read).containsExactly(SCHEMA);
  }

  @Test
  void aMoveOfASequence() throws IOException {
    SequenceRecord sequence = new SequenceRecord(0x4001, 2, 9, -10, true);
    assertThat(HexFormat.of().formatHex(sequence.encode())).isEqualTo(SEQUENCE);
    read(2, SEQUENCE);
    assertThat(read).containsExactly(sequence.toString());
  }

  @Test
  void aTime() throws IOException {
    read(3, "00066173d6044000");
    assertThat(read).containsExactly("time 1796000000000000");
  }

  @Test
  void whatANewerVersionWroteIsRefused() {
    assertThatThrownBy(() -> read(99, "00"))
        .isInstanceOf(IOException.class)
        .hasMessage("the log has an entry of kind 99: it was written by a newer version");
  }
}
