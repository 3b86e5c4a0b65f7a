package dev.coulomb.node.admin.backup;

import org.jspecify.annotations.Nullable;

/**
 * How the archive of a node is. Immutable.
 *
 * @param enabled the log is kept until it is archived
 * @param position everything in the log before it is archived; 0: not known yet
 * @param atMicros everything that happened before it is archived, since 1970
 * @param lagBytes of the log that are not archived
 * @param failure why the last piece could not be archived
 */
public record ArchiveStatus(
    boolean enabled, long position, long atMicros, long lagBytes, @Nullable Failure failure) {}
