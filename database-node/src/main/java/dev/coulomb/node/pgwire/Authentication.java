package dev.coulomb.node.pgwire;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect: the one user, by password, or without one from loopback where that was asked
 * for. Any thread.
 */
public final class Authentication {
  private final String user;
  private final Supplier<Optional<String>> password;
  private final boolean trustLoopback;
  private final ScramServer.Verifier nobody =
      ScramServer.Verifier.of(java.util.UUID.randomUUID().toString());
  private @Nullable String verifiedPassword;
  private ScramServer.@Nullable Verifier verifier;

  /**
   * @param password asked for at every connection; empty: nobody can connect by password
   */
  public Authentication(String user, Supplier<Optional<String>> password, boolean trustLoopback) {
    this.user = user;
    this.password = password;
    this.trustLoopback = trustLoopback;
  }

  boolean trusts(String name, boolean loopback) {
    return trustLoopback && loopback && isKnown(name);
  }

  boolean isKnown(String name) {
    return user.equals(name);
  }

  /** An exchange with whoever says to be this user. Computes for milliseconds after a change. */
  synchronized ScramServer scram(String name) {
    Optional<String> now = password.get();
    if (!isKnown(name) || now.isEmpty()) {
      return new ScramServer(nobody.saltedFor(name), false);
    }
    ScramServer.Verifier current = verifier;
    if (current == null || !now.get().equals(verifiedPassword)) {
      current = ScramServer.Verifier.of(now.get());
      verifier = current;
      verifiedPassword = now.get();
    }
    return new ScramServer(current, true);
  }
}
