package dev.coulomb.node.procedure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Jars of classes that a test writes, compiled against what is on its class path. */
public final class CompiledJar {
  private static final String API =
      "import dev.coulomb.procedure.*; import java.math.*; import java.time.*; import java.util.*;\n";

  private final Map<String, String> sources = new TreeMap<>();

  /** A class without a package, the API imported. */
  public CompiledJar with(String name, String source) {
    sources.put(name, API + source);
    return this;
  }

  /** Every class of a source folder. */
  public static CompiledJar ofFolder(Path folder) throws IOException {
    CompiledJar jar = new CompiledJar();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = folder.relativize(file).toString().replace(".java", "");
        jar.sources.put(name, Files.readString(file));
      }
    }
    return jar;
  }

  public byte[] bytes() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null);
        Classes classes = new Classes(files)) {
      List<JavaFileObject> units = new ArrayList<>();
      sources.forEach((name, text) -> units.add(new Source(name, text)));
      List<String> options =
          List.of("-classpath", System.getProperty("java.class.path"), "-proc:none", "-g");
      if (!compiler.getTask(null, classes, diagnostics, options, null, units).call()) {
        throw new IllegalArgumentException(diagnostics.getDiagnostics().toString());
      }
      return classes.jar();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> compiled = new TreeMap<>();

    Classes(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      compiled.put(name.replace('.', '/') + ".class", bytes);
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public ByteArrayOutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    byte[] jar() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JarOutputStream jar = new JarOutputStream(bytes)) {
        for (Map.Entry<String, ByteArrayOutputStream> one : compiled.entrySet()) {
          jar.putNextEntry(new JarEntry(one.getKey()));
          jar.write(one.getValue().toByteArray());
        }
      }
      return bytes.toByteArray();
    }
  }
}
