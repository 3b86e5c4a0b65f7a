package dev.coulomb.node.s3;

import dev.coulomb.node.durability.files.SnapshotStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object that is written. What fits into one part is put at once; else parts go as soon as they
 * are full. Memory: one part, never more than {@link #PART_BYTES}; and less while there is less.
 */
final class S3Upload implements SnapshotStore.Upload {
  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

  /** At least 5 MiB by the rules of S3; all the same, as some stores want them. */
  static final int PART_BYTES = 8 << 20;

  private static final int BUFFER_BYTES_MIN = 256 << 10;
  private static final int PARTS_MAX = 10_000;
  private static final String TYPE = "application/octet-stream";

  private final S3Store store;
  private final String name;
  private final String bucket;
  private final String key;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[BUFFER_BYTES_MIN];
  private int length;
  private @Nullable String uploadId;
  private boolean finished;
  private boolean closed;

  S3Upload(S3Store store, String name) {
    this.store = store;
    this.name = name;
    this.bucket = store.config().bucket();
    this.key = store.config().key(name);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (closed || finished) {
      throw new IOException("the file is closed: " + name);
    }
    while (bytes.hasRemaining()) {
      if (length == PART_BYTES) {
        sendPart();
      }
      int count = Math.min(bytes.remaining(), PART_BYTES - length);
      makeRoom(length + count);
      bytes.get(buffer, length, count);
      length += count;
    }
  }

  private void makeRoom(int bytes) {
    if (bytes > buffer.length) {
      int twice = Math.min(PART_BYTES, buffer.length * 2);
      buffer = Arrays.copyOf(buffer, Math.max(twice, bytes));
    }
  }

  private void sendPart() throws IOException {
    String upload = upload();
    int number = parts.size() + 1;
    if (number > PARTS_MAX) {
      throw store.odd("an object of more than " + PARTS_MAX + " parts cannot be written: " + name);
    }
    RequestBody body = body();
    String tag =
        store
            .ask(
                "write " + name,
                () ->
                    store
                        .client()
                        .uploadPart(
                            part ->
                                part.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                            body))
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    length = 0;
  }

  private String upload() throws IOException {
    String known = uploadId;
    if (known == null) {
      known =
          store
              .ask(
                  "write " + name,
                  () -> store.client().createMultipartUpload(one -> one.bucket(bucket).key(key)))
              .uploadId();
      uploadId = known;
    }
    return known;
  }

  /** The bytes as they are, read again when they have to be sent again; not copied. */
  private RequestBody body() {
    int count = length;
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(buffer, 0, count), count, TYPE);
  }

  @Override
  public void finish() throws IOException {
    String upload = uploadId;
    if (upload == null) {
      RequestBody body = body();
      store.ask(
          "write " + name,
          () -> store.client().putObject(one -> one.bucket(bucket).key(key), body));
    } else {
      if (length > 0) {
        sendPart();
      }
      store.ask(
          "write " + name,
          () ->
              store
                  .client()
                  .completeMultipartUpload(one ->
                      one.bucket(bucket)
                          .key(key)
                          .uploadId(upload)
                          .multipartUpload(all -> all.parts(parts))));
    }
    finished = true;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    String upload = uploadId;
    if (upload != null && !finished) {
      try {
        store.ask(
            "give up " + name,
            () ->
                store
                    .client()
                    .abortMultipartUpload(one -> one.bucket(bucket).key(key).uploadId(upload)));
      } catch (IOException alsoFailed) {
        // The next one that writes here ends it; what failed before is the better reason.
        LOG.warn("parts of an object are left behind: {}", alsoFailed.getMessage());
      }
    }
  }
}
