package dev.coulomb.node.pgwire;

import dev.coulomb.node.session.CancelKeys;
import dev.coulomb.node.session.Commitment;
import dev.coulomb.node.session.SessionServices;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.function.Supplier;

/** What all connections share. */
record WireServices(
    SessionServices sessions,
    Authentication authentication,
    Supplier<Optional<SslContext>> tls,
    Connections connections,
    Commitment commitment) {
  CancelKeys cancelKeys() {
    return sessions.cancelKeys();
  }
}
