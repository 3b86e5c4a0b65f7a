package dev.coulomb.operator.naming;

import java.util.List;

/** Keys inside Secrets. */
public final class SecretKeys {

  public static final String USERNAME = "username";
  public static final String PASSWORD = "password";
  public static final String CERTIFICATE = "tls.crt";
  public static final String PRIVATE_KEY = "tls.key";

  /** Keys of a bucket, each by its own name and by that of AWS' environment variable. */
  public static final List<String> ACCESS_KEY_ID = List.of("accessKeyId", "AWS_ACCESS_KEY_ID");

  public static final List<String> SECRET_ACCESS_KEY =
      List.of("secretAccessKey", "AWS_SECRET_ACCESS_KEY");
  public static final List<String> SESSION_TOKEN = List.of("sessionToken", "AWS_SESSION_TOKEN");

  /** The superuser, and the database, when nobody says otherwise. */
  public static final String DEFAULT_USER = "coulomb";

  private SecretKeys() {}
}
