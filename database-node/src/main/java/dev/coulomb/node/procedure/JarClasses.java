package dev.coulomb.node.procedure;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one jar, checked and with checkpoints. They see the base of the platform, the API
 * and each other. Any thread.
 */
final class JarClasses extends ClassLoader {
  /** By which stack traces tell its classes. */
  static final String NAME = "procedures";

  private static final int ENTRIES_MAX = 10_000;
  private static final int BYTES_MAX = 64 << 20;
  private static final String SUFFIX = ".class";
  private static final String API = "dev.coulomb.procedure.";

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classes;
  private final Instrumentation instrumentation;

  private JarClasses(Map<String, byte[]> classes) {
    super(NAME, ClassLoader.getPlatformClassLoader());
    this.classes = classes;
    this.instrumentation =
        new Instrumentation(
            ClassHierarchyResolver.ofResourceParsing(type -> {
              String descriptor = type.descriptorString();
              byte[] found =
                  classes.get(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
              return found == null ? null : new ByteArrayInputStream(found);
            }));
  }

  /** Reads and checks a jar; 22023 when it is none, 42501 when a class of it is not permitted. */
  static JarClasses of(byte[] jar) {
    Map<String, byte[]> classes = new TreeMap<>();
    try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar))) {
      long left = BYTES_MAX;
      int number = 0;
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        number++;
        byte[] bytes = entries.readNBytes((int) left + 1);
        left -= bytes.length;
        if (left < 0 || number > ENTRIES_MAX) {
          throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a jar holds too much")
              .with("limit in entries", ENTRIES_MAX)
              .with("limit in bytes", BYTES_MAX);
        }
        String name = entry.getName();
        if (name.endsWith(SUFFIX)
            && !name.startsWith("META-INF/")
            && !name.endsWith("module-info.class")) {
          classes.put(checked(name, bytes), bytes);
        }
      }
      if (number == 0) {
        throw notOne("it has no entries");
      }
    } catch (IOException broken) {
      throw notOne(String.valueOf(broken.getMessage()));
    }
    return new JarClasses(classes);
  }

  private static String checked(String entry, byte[] bytes) {
    try {
      ClassModel model = ClassFile.of().parse(bytes);
      String name = model.thisClass().asInternalName();
      boolean ours =
          name.startsWith("dev/coulomb/procedure/") || name.startsWith("dev/coulomb/node/");
      if (!entry.equals(name + SUFFIX) || name.startsWith("java/") || ours) {
        throw notOne("a class is not where it belongs: " + entry);
      }
      Permitted.check(model);
      return name.replace('/', '.');
    } catch (IllegalArgumentException malformed) {
      throw notOne("a class cannot be read: " + entry);
    }
  }

  private static SqlError notOne(String why) {
    return new SqlError(SqlState.INVALID_PARAMETER_VALUE, "this is no jar with classes")
        .with("reason", why);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(API) || name.equals(Checkpoint.class.getName())) {
      return JarClasses.class.getClassLoader().loadClass(name);
    }
    Class<?> loaded = super.loadClass(name, resolve);
    if (loaded.getClassLoader() != this && !Object.class.getModule().equals(loaded.getModule())) {
      throw new ClassNotFoundException(name);
    }
    return loaded;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] checked = instrumentation.instrumented(ClassFile.of().parse(bytes));
    return defineClass(name, checked, 0, checked.length);
  }

  /** A jar has no other resources. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    return null;
  }
}
