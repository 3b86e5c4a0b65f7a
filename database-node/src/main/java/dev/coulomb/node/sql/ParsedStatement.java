package dev.coulomb.node.sql;

import org.apache.calcite.sql.SqlNode;

/**
 * One statement of a text.
 *
 * @param text of this statement alone
 * @param offset characters of the whole text before it, for positions of errors
 * @param tree as Calcite parsed it
 */
public record ParsedStatement(String text, int offset, SqlNode tree) {}
