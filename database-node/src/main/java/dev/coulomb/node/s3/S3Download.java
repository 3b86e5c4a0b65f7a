package dev.coulomb.node.s3;

import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.StoreException;
import dev.coulomb.node.durability.files.StoreException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * An object that is read. When the connection breaks, it goes on behind the last byte that came.
 */
final class S3Download implements SnapshotStore.Download {
  private static final int CHUNK_BYTES = 64 << 10;

  /** Without a byte in between. */
  private static final int BREAKS_MAX = 4;

  private final S3Store store;
  private final String name;
  private final String tag;
  private final long size;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private ResponseInputStream<GetObjectResponse> stream;
  private long offset;

  private S3Download(S3Store store, String name, ResponseInputStream<GetObjectResponse> stream) {
    this.store = store;
    this.name = name;
    this.stream = stream;
    this.tag = stream.response().eTag();
    this.size = stream.response().contentLength();
  }

  static S3Download open(S3Store store, String name) throws IOException {
    try {
      return new S3Download(
          store,
          name,
          store
              .client()
              .getObject(one -> one.bucket(store.config().bucket()).key(store.config().key(name))));
    } catch (NoSuchKeyException missing) {
      NoSuchFileException none = new NoSuchFileException(name);
      none.initCause(missing);
      throw none;
    } catch (SdkException failed) {
      throw S3Errors.of(failed, store.config(), "read " + name);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int all = 0;
    int breaks = 0;
    while (into.hasRemaining() && offset < size) {
      try {
        int count = stream.read(chunk, 0, Math.min(chunk.length, into.remaining()));
        if (count < 0) {
          throw new IOException("it ended early");
        }
        into.put(chunk, 0, count);
        offset += count;
        all += count;
        breaks = 0;
      } catch (IOException broken) {
        breaks++;
        if (breaks > BREAKS_MAX) {
          throw new StoreException(
              Problem.UNREACHABLE,
              "the connection to the store breaks again and again while %s is read (%s): %s"
                  .formatted(name, store.config().place(), broken.getMessage()),
              broken);
        }
        goOn();
      }
    }
    return all;
  }

  /** From the last byte on, of the same object: another one of this name is refused by its tag. */
  private void goOn() throws IOException {
    stream.abort();
    stream =
        store.ask(
            "read " + name,
            () ->
                store
                    .client()
                    .getObject(one ->
                        one.bucket(store.config().bucket())
                            .key(store.config().key(name))
                            .ifMatch(tag)
                            .range("bytes=" + offset + "-")));
  }

  @Override
  public void close() {
    if (offset < size) {
      // Reading what is left would take longer than another connection.
      stream.abort();
    } else {
      try {
        stream.close();
      } catch (IOException gone) {
        stream.abort();
      }
    }
  }
}
