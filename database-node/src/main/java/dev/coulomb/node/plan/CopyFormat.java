package dev.coulomb.node.plan;

/**
 * The options of {@code COPY}.
 *
 * @param csv csv, else PostgreSQL's text format
 * @param delimiter one character
 * @param nullText what stands for null
 * @param header skip (from) or write (to) a line of column names
 * @param quote csv only
 * @param escape csv only
 */
public record CopyFormat(
    boolean csv, char delimiter, String nullText, boolean header, char quote, char escape) {
  public static final CopyFormat TEXT = new CopyFormat(false, '\t', "\\N", false, '"', '"');
  public static final CopyFormat CSV = new CopyFormat(true, ',', "", false, '"', '"');
}
