/**
 * The catalog as bytes, and back: for log entries of schema changes, checkpoints and backups.
 *
 * <p>Owns: the format, its version, and what older and newer versions of it mean. Runs on: any
 * thread. Knows nothing of: files, logs, where the bytes of jars are kept.
 */
@NullMarked
package dev.coulomb.node.plan.stored;

import org.jspecify.annotations.NullMarked;
