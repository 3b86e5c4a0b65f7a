package dev.coulomb.node.node;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A whole node of which one method does something else: its classes are loaded once more, and that
 * method is replaced on the way. There is no door for this in the node itself.
 */
final class BrokenNode implements AutoCloseable {
  private static final String OURS = "dev.coulomb.node.";

  private final Loader loader;
  private final AutoCloseable node;
  private final int port;

  /**
   * @param type whose method is replaced, without {@code dev.coulomb.node}
   * @param method of that name there is one
   * @param body what it does instead
   */
  BrokenNode(Path folder, String type, String method, Consumer<CodeBuilder> body)
      throws ReflectiveOperationException {
    loader = new Loader(OURS + type, method, body);
    Constructor<?> constructor =
        loader.loadClass(TestNode.class.getName()).getDeclaredConstructor(Path.class);
    constructor.setAccessible(true);
    node = (AutoCloseable) constructor.newInstance(folder);
    Object inner = called(node, "node");
    port = (Integer) called(inner, "sqlPort");
  }

  private static Object called(Object on, String name) throws ReflectiveOperationException {
    Method method = on.getClass().getDeclaredMethod(name);
    method.setAccessible(true);
    return method.invoke(on);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/coulomb", "coulomb", "");
  }

  /** Fails when the method was not there to be replaced, or its class was never loaded. */
  @Override
  public void close() throws Exception {
    node.close();
    if (loader.replaced.get() != 1) {
      throw new IllegalStateException("the node ran without " + loader.type + "." + loader.method);
    }
  }

  /** Loads our classes itself, and leaves all others to the loader of the tests. */
  private static final class Loader extends ClassLoader {
    private final String type;
    private final String method;
    private final Consumer<CodeBuilder> body;
    private final AtomicInteger replaced = new AtomicInteger();

    Loader(String type, String method, Consumer<CodeBuilder> body) {
      super(BrokenNode.class.getClassLoader());
      this.type = type;
      this.method = method;
      this.body = body;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        byte[] code = name.equals(type) ? broken(bytes) : bytes;
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private byte[] broken(byte[] bytes) {
      ClassFile files = ClassFile.of();
      ClassTransform transform =
          (to, element) -> {
            if (element instanceof MethodModel found
                && found.methodName().equalsString(method)
                && found.code().isPresent()) {
              replaced.incrementAndGet();
              to.withMethodBody(
                  found.methodName(), found.methodType(), found.flags().flagsMask(), body);
            } else {
              to.with(element);
            }
          };
      return files.transformClass(files.parse(bytes), transform);
    }
  }
}
