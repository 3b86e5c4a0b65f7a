package dev.coulomb.node.pgwire;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PEM certificate chain and its key, read again when they change; a pair that cannot be read
 * leaves the last good one in use. Any thread.
 */
public final class TlsFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

  private final Path certificate;
  private final Path key;
  private volatile Loaded loaded;

  private record Loaded(SslContext context, Instant notAfter, FileTime certified, FileTime keyed) {}

  /** Reads the pair for the first time; that must succeed. */
  public TlsFiles(Path certificate, Path key) throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.loaded = load();
  }

  /** Until when the certificate in use is good. */
  public Instant notAfter() {
    refresh();
    return loaded.notAfter();
  }

  /** For new connections. */
  SslContext context() {
    refresh();
    return loaded.context();
  }

  private synchronized void refresh() {
    try {
      if (!Files.getLastModifiedTime(certificate).equals(loaded.certified())
          || !Files.getLastModifiedTime(key).equals(loaded.keyed())) {
        loaded = load();
        LOG.info("took a new certificate, good until {}", loaded.notAfter());
      }
    } catch (IOException | IllegalArgumentException notGood) {
      LOG.warn(
          "the certificate or its key cannot be read; the last one stays in use: {}",
          notGood.getMessage());
    }
  }

  private Loaded load() throws IOException {
    FileTime certified = Files.getLastModifiedTime(certificate);
    FileTime keyed = Files.getLastModifiedTime(key);
    try (InputStream chain = Files.newInputStream(certificate);
        InputStream secret = Files.newInputStream(key);
        InputStream again = Files.newInputStream(certificate)) {
      SslContext context = SslContextBuilder.forServer(chain, secret).build();
      X509Certificate first =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(again);
      return new Loaded(context, first.getNotAfter().toInstant(), certified, keyed);
    } catch (GeneralSecurityException notACertificate) {
      throw new IOException("not a certificate: " + certificate, notACertificate);
    } catch (IllegalArgumentException notAPair) {
      throw new IOException(
          "not a certificate with its key: " + certificate + ", " + key, notAPair);
    }
  }
}
