package dev.coulomb.node.s3;

import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.StoreException;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The files of a snapshot as objects whose names begin with the same prefix. */
public final class S3Store implements SnapshotStore {
  private final S3Config config;
  private final S3Client client;

  private S3Store(S3Config config, S3Client client) {
    this.config = config;
    this.client = client;
  }

  /** Asks nothing yet; to be closed. */
  public static S3Store open(S3Config config) throws IOException {
    return new S3Store(config, Clients.open(config));
  }

  @Override
  public SortedMap<String, Long> list() throws IOException {
    String prefix = config.key("");
    return ask(
        "list objects",
        () -> {
          SortedMap<String, Long> files = new TreeMap<>();
          for (S3Object each :
              client
                  .listObjectsV2Paginator(
                      all -> all.bucket(config.bucket()).prefix(prefix).delimiter("/"))
                  .contents()) {
            String name = each.key().substring(prefix.length());
            if (!name.isEmpty()) {
              files.put(name, each.size());
            }
          }
          return files;
        });
  }

  @Override
  public Upload put(String name) {
    return new S3Upload(this, name);
  }

  @Override
  public Download get(String name) throws IOException {
    return S3Download.open(this, name);
  }

  @Override
  public void delete(String name) throws IOException {
    ask(
        "delete " + name,
        () -> client.deleteObject(one -> one.bucket(config.bucket()).key(config.key(name))));
  }

  /** Uploads in parts, which cost money and are never seen. */
  @Override
  public void deleteIncomplete() throws IOException {
    String prefix = config.key("");
    ask(
        "end uploads that were left",
        () -> {
          for (MultipartUpload each :
              client
                  .listMultipartUploadsPaginator(
                      all -> all.bucket(config.bucket()).prefix(prefix).delimiter("/"))
                  .uploads()) {
            client.abortMultipartUpload(
                one -> one.bucket(config.bucket()).key(each.key()).uploadId(each.uploadId()));
          }
          return prefix;
        });
  }

  /** An object is durable when the store says that it is there. */
  @Override
  public void force() {}

  @Override
  public void close() {
    client.close();
  }

  S3Config config() {
    return config;
  }

  S3Client client() {
    return client;
  }

  /**
   * Asks the store; its errors become sentences.
   *
   * @param doing as the end of "refused to …"
   */
  <T> T ask(String doing, Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException failed) {
      throw S3Errors.of(failed, config, doing);
    }
  }

  /** An answer of the store that nobody asked for. */
  StoreException odd(String what) {
    return new StoreException(
        StoreException.Problem.REFUSED, what + " (bucket " + config.place() + ")", null);
  }
}
