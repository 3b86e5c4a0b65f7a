package dev.coulomb.operator.naming;

/** Ports of a database pod. */
public final class Ports {

  public static final int SQL = 5432;
  public static final int ADMIN = 8080;
  public static final String SQL_NAME = "sql";
  public static final String ADMIN_NAME = "admin";

  private Ports() {}
}
