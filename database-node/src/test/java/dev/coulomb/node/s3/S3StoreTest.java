package dev.coulomb.node.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coulomb.node.durability.files.SnapshotStore.Download;
import dev.coulomb.node.durability.files.SnapshotStore.Upload;
import dev.coulomb.node.durability.files.StoreException;
import dev.coulomb.node.durability.files.StoreException.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoreTest {
  private static final long SEED = Long.getLong("seed", 20_261_128L);
  private static final int MEGABYTE = 1 << 20;

  private S3Twin twin;
  private S3Store store;

  @BeforeEach
  void open() throws IOException {
    twin = new S3Twin();
    store = S3Store.open(config(twin.address(), S3Twin.BUCKET, S3Twin.KEY, null));
  }

  @AfterEach
  void close() {
    store.close();
    twin.close();
  }

  @Test
  void whatIsWrittenIsListedAndReadBack() throws IOException {
    byte[] small = bytes(1_000);
    for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
      write(name, small);
    }
    twin.put("team/demo/one/deeper/h", small);
    twin.put("team/demo/onemore", small);
    assertThat(store.list().keySet()).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(store.list()).containsEntry("a", 1_000L);
    assertThat(read("d")).isEqualTo(small);
    store.delete("d");
    store.delete("never there");
    assertThat(store.list()).doesNotContainKey("d");
    NoSuchFileException none =
        catchThrowableOfType(NoSuchFileException.class, () -> store.get("d"));
    assertThat(none).hasMessage("d");
  }

  @Test
  void whatIsLargeGoesInParts() throws IOException {
    for (int size : new int[] {0, 8 * MEGABYTE, 8 * MEGABYTE + 1, 16 * MEGABYTE, 20 * MEGABYTE}) {
      byte[] bytes = bytes(size);
      write("file", bytes);
      assertThat(twin.objects().get("team/demo/one/file")).as("%d bytes", size).isEqualTo(bytes);
      assertThat(read("file")).as("%d bytes", size).isEqualTo(bytes);
    }
    assertThat(twin.asked().stream().filter("PUT partNumber"::equals)).hasSize(2 + 2 + 3);
    assertThat(twin.openUploads()).isZero();
  }

  @Test
  void anUploadThatIsGivenUpLeavesNothing() throws IOException {
    try (Upload upload = store.put("file")) {
      upload.write(ByteBuffer.wrap(bytes(9 * MEGABYTE)));
      assertThat(twin.openUploads()).isOne();
    }
    assertThat(twin.openUploads()).isZero();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void uploadsOfAProcessThatIsGoneAreEnded() throws IOException {
    Upload left = store.put("file");
    left.write(ByteBuffer.wrap(bytes(9 * MEGABYTE)));
    store.deleteIncomplete();
    assertThat(twin.openUploads()).isZero();
  }

  @Test
  void aStoreThatIsBusyIsAskedAgain() throws IOException {
    twin.fail("PUT partNumber", 503, "SlowDown", 2);
    byte[] bytes = bytes(9 * MEGABYTE);
    write("file", bytes);
    assertThat(read("file")).isEqualTo(bytes);
  }

  @Test
  void aDownloadGoesOnWhereItsConnectionBroke() throws IOException {
    byte[] bytes = bytes(3 * MEGABYTE);
    write("file", bytes);
    twin.breakDownloads(400_000, 6);
    assertThat(read("file")).isEqualTo(bytes);
  }

  @Test
  void aDownloadThatNeverGetsOnFails() throws IOException {
    write("file", bytes(MEGABYTE));
    twin.breakDownloads(0, Integer.MAX_VALUE);
    StoreException failed = catchThrowableOfType(StoreException.class, () -> read("file"));
    assertThat(failed.problem()).isEqualTo(Problem.UNREACHABLE);
    assertThat(failed).hasMessageContaining("breaks again and again while file is read");
  }

  @Test
  void anotherObjectIsNotMixedIn() throws IOException {
    write("file", bytes(MEGABYTE));
    twin.breakDownloads(100_000, 1);
    try (Download download = store.get("file")) {
      twin.put("team/demo/one/file", new byte[2 * MEGABYTE]);
      StoreException failed =
          catchThrowableOfType(
              StoreException.class, () -> download.read(ByteBuffer.allocate(MEGABYTE)));
      assertThat(failed).hasMessageContaining("PreconditionFailed");
    }
  }

  @Test
  void errorsOfTheStoreHaveTheirMeaning() throws IOException {
    assertThat(problem(403, "AccessDenied")).isEqualTo(Problem.ACCESS_DENIED);
    assertThat(problem(403, "SignatureDoesNotMatch")).isEqualTo(Problem.BAD_CREDENTIALS);
    assertThat(problem(400, "ExpiredToken")).isEqualTo(Problem.BAD_CREDENTIALS);
    assertThat(problem(404, "XAdminUserNotFound")).isEqualTo(Problem.BAD_CREDENTIALS);
    assertThat(problem(507, "XMinioStorageFull")).isEqualTo(Problem.NO_SPACE);
    assertThat(problem(400, "AuthorizationHeaderMalformed")).isEqualTo(Problem.BUCKET_NOT_FOUND);
    assertThat(problem(500, "InternalError")).isEqualTo(Problem.UNREACHABLE);
    assertThat(problem(400, "InvalidRequest")).isEqualTo(Problem.REFUSED);
    twin.recover();
    assertThat(listing(config(twin.address(), "nowhere", S3Twin.KEY, null)))
        .hasMessage("there is no bucket nowhere at " + twin.address())
        .extracting(StoreException::problem)
        .isEqualTo(Problem.BUCKET_NOT_FOUND);
    assertThat(listing(config(twin.address(), S3Twin.BUCKET, "stranger", null)))
        .hasMessageContaining("refused to list objects")
        .hasMessageContaining("InvalidAccessKeyId, HTTP 403: the twin said so")
        .extracting(StoreException::problem)
        .isEqualTo(Problem.BAD_CREDENTIALS);
  }

  @Test
  void aStoreThatIsNotThereCannotBeReached() throws IOException {
    URI address = twin.address();
    twin.close();
    assertThat(listing(config(address, S3Twin.BUCKET, S3Twin.KEY, null)))
        .hasMessageContaining("cannot be reached to list objects")
        .hasMessageContaining("ConnectException")
        .extracting(StoreException::problem)
        .isEqualTo(Problem.UNREACHABLE);
  }

  @Test
  void aStoreThatDoesNotAnswerCannotBeReached() throws IOException {
    twin.hold();
    assertThat(listing(config(twin.address(), S3Twin.BUCKET, S3Twin.KEY, null)))
        .hasMessageContaining("SocketTimeoutException")
        .extracting(StoreException::problem)
        .isEqualTo(Problem.UNREACHABLE);
  }

  @Test
  void aCertificateIsTrustedWhenItsSignerIsGiven(@TempDir Path directory) throws Exception {
    KeyStore pair = pair(directory);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(pair, "secret".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getCertificate("k").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    try (S3Twin safe = new S3Twin(tls)) {
      assertThat(listing(config(safe.address(), S3Twin.BUCKET, S3Twin.KEY, null)).problem())
          .isEqualTo(Problem.CERTIFICATE_NOT_TRUSTED);
      try (S3Store trusting =
          S3Store.open(config(safe.address(), S3Twin.BUCKET, S3Twin.KEY, pem))) {
        assertThat(trusting.list()).isEmpty();
      }
      StoreException notPem =
          catchThrowableOfType(
              StoreException.class,
              () -> S3Store.open(config(safe.address(), S3Twin.BUCKET, S3Twin.KEY, "no PEM")));
      assertThat(notPem.problem()).isEqualTo(Problem.CERTIFICATE_NOT_TRUSTED);
    }
  }

  private Problem problem(int status, String code) {
    twin.fail("", status, code, 100);
    StoreException failed = catchThrowableOfType(StoreException.class, () -> store.list());
    assertThat(failed).hasMessageNotContaining(S3Twin.SECRET);
    return failed.problem();
  }

  private static StoreException listing(S3Config config) throws IOException {
    try (S3Store opened = S3Store.open(config)) {
      return catchThrowableOfType(StoreException.class, opened::list);
    }
  }

  private static S3Config config(URI address, String bucket, String key, @Nullable String pem) {
    return new S3Config(
        address,
        "us-east-1",
        bucket,
        "team/demo/one",
        true,
        new S3Config.Credentials(key, S3Twin.SECRET, null),
        pem,
        Duration.ofMillis(500));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  private void write(String name, byte[] bytes) throws IOException {
    try (Upload upload = store.put(name)) {
      for (int at = 0; at < bytes.length; at += 300_000) {
        upload.write(ByteBuffer.wrap(bytes, at, Math.min(300_000, bytes.length - at)));
      }
      upload.finish();
    }
  }

  private byte[] read(String name) throws IOException {
    try (Download download = store.get(name)) {
      ByteBuffer into = ByteBuffer.allocate((int) download.size());
      while (into.hasRemaining() && download.read(into) > 0) {
        assertThat(into.position()).isPositive();
      }
      assertThat(download.read(ByteBuffer.allocate(1))).isZero();
      return into.array();
    }
  }

  /** A pair that signs itself, by the JDK's keytool. */
  private static KeyStore pair(Path directory) throws Exception {
    Path file = directory.resolve("pair.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-validity",
                "10",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    return KeyStore.getInstance(file.toFile(), "secret".toCharArray());
  }
}
