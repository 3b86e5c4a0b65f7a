package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL's grammar knows and ours does not: refused as such, not as a mistake. */
final class Refusals {
  private record Known(Pattern pattern, String feature, String hint) {}

  private static final List<Known> KNOWN =
      List.of(
          known(
              "\\bfor\\s+(?:no\\s+key\\s+update|update|key\\s+share|share)\\b",
              "a lock on rows",
              "Transactions are serializable, so leave FOR UPDATE and FOR SHARE out."),
          known("^\\s*select\\b.*\\binto\\b", "SELECT INTO", "Use CREATE TABLE and COPY."),
          known(
              "\\bgenerated\\s+always\\s+as\\s*\\(",
              "a generated column",
              "Compute it in queries, or in a view."),
          known(
              "^\\s*create\\s+table\\b.*\\bas\\b",
              "CREATE TABLE AS",
              "Create the table with its columns, and fill it by COPY."),
          known(
              "^\\s*explain\\s*(?:\\(|analyze\\b|verbose\\b)",
              "EXPLAIN with options",
              "EXPLAIN alone shows the plan."),
          known(
              "^\\s*with\\b.*\\bas\\s*(?:(?:not\\s+)?materialized\\s*)?\\(\\s*(?:insert|update|delete)\\b",
              "a change within WITH",
              "Run the statements one after the other in a transaction, or in a procedure."),
          known("\\bcollate\\b", "COLLATE", "Text is compared by its bytes."),
          known("\\brow\\s*\\(", "ROW(…)", "Compare the columns one by one."),
          known(
              "\\bwith\\s+ordinality\\b",
              "WITH ORDINALITY",
              "Use row_number() OVER () in the select list."),
          known("\\bwith\\s+ties\\b", "WITH TIES", "Use a subquery with the limit."),
          known("\\bfrom\\s+only\\b", "ONLY", "There is no inheritance: leave the word out."),
          known(
              "\\bgroups\\s+(?:between|unbounded|current|\\d)",
              "a frame of GROUPS",
              "Use ROWS, or dense_rank() in a subquery."),
          known("\\[", "an array", "Use IN with a list, or rows of a table."),
          known(
              "->|#>|@>|<@|\\^@|<<|>>|\\|/|&&|@@|(?<![|])\\|(?![|])|[#&@]",
              "this operator",
              "Use a function instead."),
          known(
              "^\\s*select\\b(?!.*\\bfrom\\b).*\\bwhere\\b",
              "WHERE without FROM",
              "Select from (VALUES (1)) AS t."));

  private Refusals() {}

  private static Known known(String pattern, String feature, String hint) {
    int flags = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    return new Known(Pattern.compile(pattern, flags), feature, hint);
  }

  /** The refusal of a text that did not parse; its constants are marks and it has no comments. */
  static Optional<SqlError> of(String grammarText) {
    String bare = grammarText.replaceAll("'[^']*+'|\"[^\"]*+\"", "x");
    for (Known known : KNOWN) {
      Matcher found = known.pattern.matcher(bare);
      if (found.find()) {
        return Optional.of(
            new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this part of SQL is not supported")
                .with("feature", known.feature)
                .hint(known.hint));
      }
    }
    return Optional.empty();
  }
}
