package dev.coulomb.node.pgwire;

import dev.coulomb.node.session.CancelKeys;
import dev.coulomb.node.session.Commitment;
import dev.coulomb.node.session.SessionServices;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** What all connections share. */
record WireServices(
    SessionServices sessions,
    Authentication authentication,
    Supplier<Optional<SslContext>> tls,
    Connections connections,
    Commitment commitment,
    ConcurrentMap<EventExecutor, LoopReleases> releases) {
  WireServices(
      SessionServices sessions,
      Authentication authentication,
      Supplier<Optional<SslContext>> tls,
      Connections connections,
      Commitment commitment) {
    this(sessions, authentication, tls, connections, commitment, new ConcurrentHashMap<>());
  }

  /** Those of an event loop. */
  LoopReleases releases(EventExecutor loop) {
    return releases.computeIfAbsent(loop, each -> new LoopReleases(each, commitment));
  }

  CancelKeys cancelKeys() {
    return sessions.cancelKeys();
  }
}
