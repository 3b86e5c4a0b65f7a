/**
 * Owns: what people see in psql: its backslash commands, errors, passwords and TLS. Runs on: the
 * test's thread. Knows nothing of: Kubernetes.
 */
@NullMarked
package dev.coulomb.e2e.psql;

import org.jspecify.annotations.NullMarked;
