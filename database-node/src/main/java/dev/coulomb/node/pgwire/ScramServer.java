package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. One exchange of
 * one connection. A user that does not exist fails at the same step as one with a wrong password.
 */
final class ScramServer {
  static final String MECHANISM = "SCRAM-SHA-256";

  private static final int ITERATIONS = 4_096;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 18;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Verifier verifier;
  private final boolean known;
  private String clientFirstBare = "";
  private String serverFirst = "";
  private String nonce = "";
  private String gs2Header = "";

  /**
   * @param verifier of the user, or one of nobody
   * @param known false: the exchange fails at its end whatever the proof is
   */
  ScramServer(Verifier verifier, boolean known) {
    this.verifier = verifier;
    this.known = known;
  }

  /** What a server keeps of a password. */
  record Verifier(byte[] salt, byte[] storedKey, byte[] serverKey) {
    /** Takes some milliseconds: kept by its caller as long as the password is the same. */
    static Verifier of(String password) {
      byte[] salt = new byte[SALT_BYTES];
      RANDOM.nextBytes(salt);
      return of(password, salt);
    }

    static Verifier of(String password, byte[] salt) {
      byte[] salted = salted(password, salt);
      byte[] clientKey = hmac(salted, "Client Key");
      return new Verifier(salt, sha256(clientKey), hmac(salted, "Server Key"));
    }

    /** The same one with a salt that depends on the name, as those of users who exist do. */
    Verifier saltedFor(String name) {
      byte[] own = Arrays.copyOf(hmac(serverKey, name), SALT_BYTES);
      return new Verifier(own, storedKey, serverKey);
    }
  }

  /** The client's first message; gives the server's. */
  byte[] first(byte[] clientFirst) {
    String message = MessageReader.utf8(clientFirst);
    String[] parts = message.split(",", 3);
    if (parts.length < 3 || !(parts[0].equals("n") || parts[0].equals("y"))) {
      throw malformed();
    }
    if (parts[2].startsWith("m=")) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "SCRAM extensions are not supported");
    }
    gs2Header = parts[0] + "," + parts[1] + ",";
    clientFirstBare = parts[2];
    String clientNonce = attributes(clientFirstBare).getOrDefault("r", "");
    if (clientNonce.isEmpty()) {
      throw malformed();
    }
    byte[] own = new byte[NONCE_BYTES];
    RANDOM.nextBytes(own);
    nonce = clientNonce + base64(own);
    serverFirst = "r=" + nonce + ",s=" + base64(verifier.salt()) + ",i=" + ITERATIONS;
    return serverFirst.getBytes(StandardCharsets.UTF_8);
  }

  /** The client's last message; gives the server's, or fails with 28P01. */
  byte[] last(byte[] clientLast) {
    String message = MessageReader.utf8(clientLast);
    int proofAt = message.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw malformed();
    }
    String withoutProof = message.substring(0, proofAt);
    Map<String, String> attributes = attributes(withoutProof);
    String binding = base64(gs2Header.getBytes(StandardCharsets.UTF_8));
    if (!nonce.equals(attributes.get("r")) || !binding.equals(attributes.get("c"))) {
      throw malformed();
    }
    String exchange = clientFirstBare + "," + serverFirst + "," + withoutProof;
    byte[] signature = hmac(verifier.storedKey(), exchange);
    byte[] clientKey = decoded(message.substring(proofAt + 3));
    if (clientKey.length != signature.length) {
      throw malformed();
    }
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= signature[i];
    }
    boolean right = MessageDigest.isEqual(sha256(clientKey), verifier.storedKey());
    if (!right || !known) {
      throw new SqlError(SqlState.INVALID_PASSWORD, "password authentication failed");
    }
    byte[] proof = hmac(verifier.serverKey(), exchange);
    return ("v=" + base64(proof)).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> attributes(String message) {
    Map<String, String> attributes = new HashMap<>();
    for (String part : Arrays.asList(message.split(",", -1))) {
      if (part.length() > 1 && part.charAt(1) == '=') {
        attributes.put(part.substring(0, 1), part.substring(2));
      }
    }
    return attributes;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw malformed();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] salted(String password, byte[] salt) {
    try {
      String prepared = Normalizer.normalize(password, Normalizer.Form.NFKC);
      PBEKeySpec key = new PBEKeySpec(prepared.toCharArray(), salt, ITERATIONS, 256);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has PBKDF2 with HMAC-SHA-256", missing);
    }
  }

  private static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", missing);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  private static SqlError malformed() {
    return new SqlError(SqlState.PROTOCOL_VIOLATION, "malformed SCRAM message");
  }
}
