package dev.coulomb.operator.nodeadmin;

/** Where a node's admin HTTP is, and the token that opens it. The token never appears in text. */
public record NodeAddress(String host, int port, String token) {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
