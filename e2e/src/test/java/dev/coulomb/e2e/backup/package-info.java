/**
 * Backups of real node processes, at a real S3 server and in directories, and restores from them.
 *
 * <p>Owns: the questions to a node about backups and restores, and the comparison of two databases
 * row by row. Runs on: the test's thread, beside the clients of a load. Knows nothing of: what lies
 * in a snapshot.
 */
@NullMarked
package dev.coulomb.e2e.backup;

import org.jspecify.annotations.NullMarked;
