/**
 * Snapshots as objects of a store that speaks S3.
 *
 * <p>Owns: the client of AWS and how it is set up, uploads in parts with bounded memory, downloads
 * that go on where a connection broke, what an error of a store means. Runs on: its caller's
 * threads. Knows nothing of: what is in the files. The classes of the client are loaded when the
 * first store is opened, not when the node starts.
 */
@NullMarked
package dev.coulomb.node.s3;

import org.jspecify.annotations.NullMarked;
