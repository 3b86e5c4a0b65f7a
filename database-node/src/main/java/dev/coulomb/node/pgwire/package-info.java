/**
 * PostgreSQL's protocol, version 3.0, on Netty.
 *
 * <p>Owns: frames, messages, text and binary forms of values, SCRAM, TLS, back-pressure. Runs on:
 * event loops, which it never blocks. Knows nothing of: SQL, plans, partitions.
 */
@NullMarked
package dev.coulomb.node.pgwire;

import org.jspecify.annotations.NullMarked;
