package dev.coulomb.e2e.sqllogic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The files of the suite, in the jar of net.hydromatic:sql-logic-test. For use by any thread. */
final class Suite implements AutoCloseable {
  private static final String ROOT = "test/";
  private final JarFile jar;

  Suite() {
    URL one =
        Objects.requireNonNull(
            Suite.class.getResource("/" + ROOT + "select1.test"),
            "net.hydromatic:sql-logic-test is not on the class path");
    try {
      this.jar = ((JarURLConnection) one.openConnection()).getJarFile();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the suite", e);
    }
  }

  /** Names of all files, in the order of their names. */
  List<String> names() {
    return jar.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(ROOT) && name.endsWith(".test"))
        .map(name -> name.substring(ROOT.length()))
        .sorted()
        .toList();
  }

  Script read(String name) {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(ROOT + name))) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return Script.parse(name, text.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }
}
