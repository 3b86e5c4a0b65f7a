package dev.coulomb.operator.naming;

/** Keys inside Secrets. */
public final class SecretKeys {

  public static final String USERNAME = "username";
  public static final String PASSWORD = "password";
  public static final String CERTIFICATE = "tls.crt";
  public static final String PRIVATE_KEY = "tls.key";

  /** The superuser, and the database, when nobody says otherwise. */
  public static final String DEFAULT_USER = "coulomb";

  private SecretKeys() {}
}
