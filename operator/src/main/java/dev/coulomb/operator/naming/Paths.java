package dev.coulomb.operator.naming;

/** Where things lie inside a database pod. The image and the node agree on these. */
public final class Paths {

  public static final String DATA = "/data";
  public static final String BACKUP = "/backup";
  public static final String TMP = "/tmp";
  public static final String CONFIG = "/etc/coulomb/config";
  public static final String CONFIG_FILE = "coulomb.properties";
  public static final String SUPERUSER = "/etc/coulomb/superuser";
  public static final String ADMIN = "/etc/coulomb/admin";
  public static final String ADMIN_TOKEN = "token";
  public static final String STORE_CA = "/etc/coulomb/store-ca";
  public static final String TLS = "/etc/coulomb/tls";

  private Paths() {}
}
