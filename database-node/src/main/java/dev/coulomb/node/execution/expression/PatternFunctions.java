package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** LIKE and regular expressions; a pattern is compiled once while it stays the same. */
final class PatternFunctions {
  private PatternFunctions() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    return switch (call.function()) {
      case LIKE -> like(arguments, false);
      case ILIKE -> like(arguments, true);
      case REGEX_MATCH -> match(arguments, "");
      case REGEX_MATCH_INSENSITIVE -> match(arguments, "i");
      case REGEXP_REPLACE -> replace(arguments);
      default -> throw new IllegalStateException("not a pattern: " + call.function());
    };
  }

  /**
   * Remembers the last pattern. Two threads may both compile one; the record is immutable, so
   * whichever stays is right.
   */
  private static final class Remembered<T> {
    private final BiFunction<String, String, T> compiler;
    private @Nullable Entry<T> last;

    Remembered(BiFunction<String, String, T> compiler) {
      this.compiler = compiler;
    }

    T get(String pattern, String option) {
      Entry<T> seen = last;
      if (seen != null && seen.pattern().equals(pattern) && seen.option().equals(option)) {
        return seen.compiled();
      }
      T compiled = compiler.apply(pattern, option);
      last = new Entry<>(pattern, option, compiled);
      return compiled;
    }

    private record Entry<T>(String pattern, String option, T compiled) {}
  }

  private static Evaluator like(Evaluator[] arguments, boolean anyCase) {
    Remembered<LikePattern> patterns =
        new Remembered<>((pattern, escape) -> LikePattern.compile(pattern, escape, anyCase));
    return Strict.nary(
        arguments,
        (v, e) ->
            patterns
                .get((String) v[1], v.length > 2 ? (String) v[2] : "\\")
                .matches((String) v[0]));
  }

  private static Evaluator match(Evaluator[] arguments, String flags) {
    Remembered<Pattern> patterns = new Remembered<>(RegexPattern::compile);
    return Strict.binary(
        arguments[0],
        arguments[1],
        (text, pattern) -> find(patterns.get((String) pattern, flags), (String) text) != null);
  }

  private static @Nullable Matcher find(Pattern pattern, String text) {
    try {
      Matcher matcher = pattern.matcher(text);
      return matcher.find() ? matcher : null;
    } catch (StackOverflowError e) {
      throw tooComplex();
    }
  }

  /** The part that a regular expression matches, or that of its first group. */
  static Evaluator substring(Evaluator[] arguments) {
    Remembered<Pattern> patterns = new Remembered<>(RegexPattern::compile);
    return Strict.binary(
        arguments[0],
        arguments[1],
        (text, pattern) -> {
          Matcher found = find(patterns.get((String) pattern, ""), (String) text);
          return found == null ? null : found.group(found.groupCount() > 0 ? 1 : 0);
        });
  }

  private static Evaluator replace(Evaluator[] arguments) {
    Remembered<Pattern> patterns = new Remembered<>(RegexPattern::compile);
    return Strict.nary(
        arguments,
        (v, e) -> {
          String flags = v.length > 3 ? (String) v[3] : "";
          Pattern pattern = patterns.get((String) v[1], flags.replace("g", ""));
          return replaced(
              pattern.matcher((String) v[0]), (String) v[0], (String) v[2], flags.contains("g"));
        });
  }

  private static String replaced(Matcher matcher, String text, String with, boolean all) {
    try {
      StringBuilder out = new StringBuilder();
      int from = 0;
      while (matcher.find()) {
        out.append(text, from, matcher.start());
        append(out, matcher, with);
        TextMath.required(out.length());
        from = matcher.end();
        if (!all) {
          break;
        }
      }
      return out.append(text, from, text.length()).toString();
    } catch (StackOverflowError e) {
      throw tooComplex();
    }
  }

  /** The replacement, where {@code \1} is a group and {@code \&} the whole match. */
  private static void append(StringBuilder out, Matcher matcher, String with) {
    for (int i = 0; i < with.length(); i++) {
      char c = with.charAt(i);
      if (c != '\\' || i + 1 == with.length()) {
        out.append(c);
        continue;
      }
      char next = with.charAt(++i);
      if (next == '&') {
        out.append(matcher.group());
      } else if (next >= '1' && next <= '9') {
        int group = next - '0';
        String part = group <= matcher.groupCount() ? matcher.group(group) : null;
        out.append(part == null ? "" : part);
      } else if (next == '\\') {
        out.append('\\');
      } else {
        out.append(c).append(next);
      }
    }
  }

  private static SqlError tooComplex() {
    return new SqlError(
        SqlState.STATEMENT_TOO_COMPLEX,
        "the regular expression needs too deep a search; make it simpler or the text shorter");
  }
}
