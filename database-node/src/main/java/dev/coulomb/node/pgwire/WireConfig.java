package dev.coulomb.node.pgwire;

import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * How the SQL server listens.
 *
 * @param port 0 chooses a free one
 * @param connectionsMax asked for at every connection
 * @param statementBytesMax asked for at every statement
 */
public record WireConfig(
    String host,
    int port,
    IntSupplier connectionsMax,
    IntSupplier statementBytesMax,
    Optional<TlsFiles> tls) {}
