package dev.coulomb.e2e.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that vouches for itself, with its key, as PEM text.
 *
 * @param certificate PEM
 * @param key PEM, PKCS#8
 */
public record SelfSigned(String certificate, String key) {
  private static final String ALIAS = "node";
  private static final String PASSWORD = "changeit";

  /**
   * Made by the JDK's keytool. Names are as keytool's {@code -ext san=} takes them: {@code
   * dns:localhost,ip:127.0.0.1}.
   */
  public static SelfSigned of(String names) {
    try {
      Path folder = Files.createTempDirectory("certificate");
      Path store = folder.resolve("store.p12");
      Command.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair")
          .and("-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30")
          .and("-dname", "CN=coulomb", "-ext", "san=" + names, "-storetype", "PKCS12")
          .and("-keystore", store.toString(), "-storepass", PASSWORD)
          .output();
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      Files.delete(store);
      Files.delete(folder);
      return new SelfSigned(
          pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()),
          pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate for " + names, e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }
}
