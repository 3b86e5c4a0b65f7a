package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Functions of text (and of bytea where PostgreSQL has them). Characters are code points. */
final class TextFunctions {
  private TextFunctions() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    boolean bytes = ExpressionCompiler.kind(call.arguments().getFirst()) == TypeKind.BYTEA;
    return switch (call.function()) {
      case CONCAT_OPERATOR ->
          bytes
              ? Strict.binary(arguments[0], arguments[1], (a, b) -> joined((byte[]) a, (byte[]) b))
              : joined(texts(call, arguments));
      case CONCAT -> concat(texts(call, arguments));
      case CONCAT_WS -> concatWithSeparator(texts(call, arguments));
      case LENGTH, OCTET_LENGTH, SUBSTRING, MD5 ->
          bytes ? ofBytes(call, arguments) : ofText(call, arguments);
      case LOWER, UPPER, INITCAP, REVERSE, ASCII -> Strict.unary(arguments[0], unary(call));
      case CHR -> Strict.unary(arguments[0], code -> chr((Long) code));
      default -> ofText(call, arguments);
    };
  }

  private static Evaluator[] texts(Expression.Call call, Evaluator[] arguments) {
    Evaluator[] texts = new Evaluator[arguments.length];
    boolean outputForm = call.function() != Function.CONCAT_OPERATOR;
    for (int i = 0; i < texts.length; i++) {
      SqlType type = call.arguments().get(i).type();
      if (outputForm && type.kind() == TypeKind.BOOLEAN) {
        texts[i] = Strict.unary(arguments[i], value -> (Boolean) value ? "t" : "f");
      } else {
        texts[i] = CastCompiler.cast(arguments[i], type, SqlType.TEXT, false);
      }
    }
    return texts;
  }

  private static Evaluator joined(Evaluator[] texts) {
    return Strict.binary(texts[0], texts[1], (a, b) -> ((String) a).concat((String) b));
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static Evaluator concat(Evaluator[] texts) {
    return (row, e) -> {
      StringBuilder out = new StringBuilder();
      for (Evaluator text : texts) {
        Object value = text.evaluate(row, e);
        if (value != null) {
          out.append((String) value);
        }
      }
      return out.toString();
    };
  }

  private static Evaluator concatWithSeparator(Evaluator[] texts) {
    return (row, e) -> {
      Object separator = texts[0].evaluate(row, e);
      if (separator == null) {
        return null;
      }
      StringBuilder out = new StringBuilder();
      boolean first = true;
      for (int i = 1; i < texts.length; i++) {
        Object value = texts[i].evaluate(row, e);
        if (value != null) {
          out.append(first ? "" : (String) separator).append((String) value);
          first = false;
        }
      }
      return out.toString();
    };
  }

  private static Evaluator ofBytes(Expression.Call call, Evaluator[] arguments) {
    return switch (call.function()) {
      case LENGTH, OCTET_LENGTH -> Strict.unary(arguments[0], v -> (long) ((byte[]) v).length);
      case MD5 -> Strict.unary(arguments[0], value -> TextMath.md5((byte[]) value));
      default ->
          Strict.nary(
              arguments,
              (v, e) -> {
                byte[] bytes = (byte[]) v[0];
                long end = TextMath.end((Long) v[1], v.length > 2 ? (Long) v[2] : null);
                int from = (int) Math.clamp((Long) v[1] - 1, 0, bytes.length);
                return Arrays.copyOfRange(bytes, from, (int) Math.clamp(end, from, bytes.length));
              });
    };
  }

  private static Strict.Unary unary(Expression.Call call) {
    return switch (call.function()) {
      case LOWER -> value -> TextMath.mapped((String) value, Character::toLowerCase);
      case UPPER -> value -> TextMath.mapped((String) value, Character::toUpperCase);
      case INITCAP -> value -> TextMath.initcap((String) value);
      case REVERSE -> value -> new StringBuilder((String) value).reverse().toString();
      default -> value -> ((String) value).isEmpty() ? 0L : (long) ((String) value).codePointAt(0);
    };
  }

  private static Evaluator ofText(Expression.Call call, Evaluator[] arguments) {
    boolean pattern =
        call.function() == Function.SUBSTRING
            && ExpressionCompiler.kind(call.arguments().get(1)).isCharacter();
    if (pattern) {
      return PatternFunctions.substring(arguments);
    }
    Function function = call.function();
    return Strict.nary(arguments, (v, e) -> apply(function, v));
  }

  private static @Nullable Object apply(Function function, Object[] v) {
    String text = v[0] instanceof String first ? first : "";
    return switch (function) {
      case LENGTH -> (long) text.codePointCount(0, text.length());
      case OCTET_LENGTH -> (long) text.getBytes(StandardCharsets.UTF_8).length;
      case SUBSTRING -> TextMath.substring(text, (Long) v[1], v.length > 2 ? (Long) v[2] : null);
      case POSITION -> TextMath.position(text, (String) v[1]);
      case LTRIM -> TextMath.trim(text, characters(v), true, false);
      case RTRIM -> TextMath.trim(text, characters(v), false, true);
      case BTRIM -> TextMath.trim(text, characters(v), true, true);
      case LPAD -> TextMath.pad(text, (Long) v[1], v.length > 2 ? (String) v[2] : " ", true);
      case RPAD -> TextMath.pad(text, (Long) v[1], v.length > 2 ? (String) v[2] : " ", false);
      case LEFT -> TextMath.left(text, (Long) v[1]);
      case RIGHT -> TextMath.right(text, (Long) v[1]);
      case REPEAT -> TextMath.repeat(text, (Long) v[1]);
      case REPLACE -> TextMath.replace(text, (String) v[1], (String) v[2]);
      case SPLIT_PART -> TextMath.splitPart(text, (String) v[1], (Long) v[2]);
      case STARTS_WITH -> text.startsWith((String) v[1]);
      case TRANSLATE -> TextMath.translate(text, (String) v[1], (String) v[2]);
      case MD5 -> TextMath.md5(text.getBytes(StandardCharsets.UTF_8));
      default -> throw new IllegalStateException("not of text: " + function);
    };
  }

  private static String characters(Object[] v) {
    return v.length > 1 ? (String) v[1] : " ";
  }

  private static String chr(long code) {
    if (code == 0) {
      throw new SqlError(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "text cannot contain the character of code 0");
    }
    if (code < 0 || code > Character.MAX_CODE_POINT || (code >= 0xD800 && code < 0xE000)) {
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "there is no character of this code")
          .with("code", code);
    }
    return Character.toString((int) code);
  }
}
