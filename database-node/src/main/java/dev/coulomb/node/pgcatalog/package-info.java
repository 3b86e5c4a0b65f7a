/**
 * Owns: what clients learn of the catalog in PostgreSQL's terms: the system tables and functions,
 * and the answers to the questions that psql asks with its backslash commands and the JDBC driver
 * for its metadata. Runs on: any thread. Knows nothing of: plans, sessions, stored rows.
 */
@NullMarked
package dev.coulomb.node.pgcatalog;

import org.jspecify.annotations.NullMarked;
