package dev.coulomb.node.procedure;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;

/**
 * What classes of procedures may use: the parts of the platform that compute, and the API. Threads,
 * locks, clocks, processes, files, networks, class loading and reflection are not among them. Which
 * they use is read from their constant pools.
 */
final class Permitted {
  private static final int OLDEST_MAJOR_VERSION = 52;

  /** Packages; a slash at the end: with those within. */
  private static final List<String> PACKAGES =
      List.of(
          "dev/coulomb/procedure",
          "java/lang",
          "java/lang/runtime",
          "java/math",
          "java/nio",
          "java/nio/charset",
          "java/text",
          "java/time/",
          "java/util",
          "java/util/concurrent/atomic",
          "java/util/function",
          "java/util/random",
          "java/util/regex",
          "java/util/stream",
          "java/util/zip");

  /** Classes of other packages. */
  private static final Set<String> CLASSES =
      Set.of(
          "java/io/ByteArrayInputStream",
          "java/io/ByteArrayOutputStream",
          "java/io/IOException",
          "java/io/PrintWriter",
          "java/io/Serializable",
          "java/io/StringReader",
          "java/io/StringWriter",
          "java/io/UncheckedIOException",
          "java/lang/invoke/LambdaMetafactory",
          "java/lang/invoke/StringConcatFactory",
          "java/security/MessageDigest",
          "java/security/NoSuchAlgorithmException",
          "java/util/concurrent/ConcurrentHashMap",
          "java/util/concurrent/TimeUnit");

  /** Classes of those packages that are not permitted after all; inner ones with them. */
  private static final Set<String> NOT_CLASSES =
      Set.of(
          "java/lang/ClassLoader",
          "java/lang/ClassValue",
          "java/lang/InheritableThreadLocal",
          "java/lang/Module",
          "java/lang/ModuleLayer",
          "java/lang/Process",
          "java/lang/ProcessBuilder",
          "java/lang/ProcessHandle",
          "java/lang/Runtime",
          "java/lang/ScopedValue",
          "java/lang/SecurityManager",
          "java/lang/StackWalker",
          "java/lang/Thread",
          "java/lang/ThreadGroup",
          "java/lang/ThreadLocal",
          "java/time/Clock",
          "java/time/InstantSource",
          "java/util/ResourceBundle",
          "java/util/ServiceLoader",
          "java/util/Timer",
          "java/util/TimerTask",
          "java/util/zip/ZipFile");

  /** Of these classes only these members. */
  private static final Set<String> SYSTEM =
      Set.of("arraycopy", "identityHashCode", "lineSeparator");

  private static final Set<String> CLASS =
      Set.of(
          "cast",
          "componentType",
          "desiredAssertionStatus",
          "equals",
          "getComponentType",
          "getEnumConstants",
          "getName",
          "getSimpleName",
          "hashCode",
          "isArray",
          "isAssignableFrom",
          "isEnum",
          "isInstance",
          "isInterface",
          "isPrimitive",
          "isRecord",
          "toString");

  /** Members that nobody may use, whatever their class. */
  private static final Set<String> NOT_MEMBERS =
      Set.of("now", "notify", "notifyAll", "parallel", "parallelStream", "wait");

  private Permitted() {}

  /** Refuses a class with 42501, and says what it uses. */
  static void check(ClassModel model) {
    String name = model.thisClass().asInternalName();
    if (model.majorVersion() < OLDEST_MAJOR_VERSION) {
      throw refused(name, "the format of Java 7 or older");
    }
    model.superclass().ifPresent(type -> checkClass(name, type));
    model.interfaces().forEach(type -> checkClass(name, type));
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof MemberRefEntry member) {
        checkMember(name, member);
      }
    }
    for (MethodModel method : model.methods()) {
      checkMethod(name, method);
    }
  }

  private static void checkMethod(String name, MethodModel method) {
    String what = method.methodName().stringValue();
    if (method.flags().has(AccessFlag.NATIVE)) {
      throw refused(name, "a native method: " + what);
    }
    if (what.equals("finalize") && method.methodType().equalsString("()V")) {
      throw refused(name, "a finalizer");
    }
    boolean locks = method.flags().has(AccessFlag.SYNCHRONIZED);
    var code = method.findAttribute(Attributes.code());
    if (code.isPresent() && method.code().isPresent()) {
      for (CodeElement element : method.code().get()) {
        locks |= element instanceof MonitorInstruction;
      }
    }
    if (locks) {
      throw refused(name, "synchronized: " + what);
    }
  }

  private static void checkClass(String user, ClassEntry used) {
    String name = used.asInternalName();
    if (isOfPlatform(name) && !isPermitted(name)) {
      throw refused(user, name.replace('/', '.'));
    }
  }

  private static void checkMember(String user, MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    String name = member.name().stringValue();
    String type = member.type().stringValue();
    if (!isOfPlatform(owner)) {
      return;
    }
    boolean permitted =
        isPermitted(owner)
            && !(NOT_MEMBERS.contains(name) && !owner.startsWith("dev/"))
            && switch (owner) {
              case "java/lang/System" -> SYSTEM.contains(name);
              case "java/lang/Class" -> CLASS.contains(name);
              case "java/lang/Math", "java/lang/StrictMath" -> !name.equals("random");
              case "java/util/UUID" -> !name.equals("randomUUID");
              case "java/util/Random", "java/util/SplittableRandom" ->
                  !(name.equals("<init>") && type.equals("()V"));
              case "java/util/Date" -> !(name.equals("<init>") && type.equals("()V"));
              case "java/util/Calendar" -> !name.equals("getInstance");
              case "java/util/TimeZone", "java/util/Locale" -> !name.startsWith("setDefault");
              case "java/util/Collections" -> !name.equals("shuffle") || type.contains("Random");
              default -> true;
            };
    if (!permitted) {
      throw refused(user, owner.replace('/', '.') + "." + name);
    }
  }

  /** False for the classes of the jar itself, and for arrays. */
  private static boolean isOfPlatform(String name) {
    return name.startsWith("java/")
        || name.startsWith("javax/")
        || name.startsWith("jdk/")
        || name.startsWith("sun/")
        || name.startsWith("com/sun/")
        || name.startsWith("dev/coulomb/node/")
        || name.startsWith("dev/coulomb/procedure/");
  }

  private static boolean isPermitted(String name) {
    int dollar = name.indexOf('$');
    String outer = dollar < 0 ? name : name.substring(0, dollar);
    if (NOT_CLASSES.contains(outer) || name.equals("java/lang/Compiler")) {
      return false;
    }
    int slash = outer.lastIndexOf('/');
    String of = slash < 0 ? "" : outer.substring(0, slash);
    return CLASSES.contains(outer)
        || PACKAGES.stream()
            .anyMatch(one -> one.endsWith("/") ? (of + "/").startsWith(one) : one.equals(of));
  }

  private static SqlError refused(String user, String used) {
    return new SqlError(
            SqlState.INSUFFICIENT_PRIVILEGE, "a class of a procedure uses what procedures may not")
        .with("class", user.replace('/', '.'))
        .with("uses", used)
        .hint(
            "A procedure computes and runs statements: it has no threads, locks, clocks, files,"
                + " networks or reflection. Time and random numbers come from the transaction.");
  }
}
