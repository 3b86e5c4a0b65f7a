package dev.coulomb.node.durability.archive;

/**
 * A piece that is in an archive.
 *
 * @param bytes of its object
 */
public record StoredPiece(ArchivedPiece piece, long bytes) {}
