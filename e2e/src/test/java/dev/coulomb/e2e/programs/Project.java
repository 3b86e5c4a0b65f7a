package dev.coulomb.e2e.programs;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the checkout. */
public final class Project {
  public static final Path ROOT = root();
  public static final Path E2E = ROOT.resolve("e2e");

  /** What the tests write goes here, and nowhere else. */
  public static final Path TARGET = E2E.resolve("target");

  private Project() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("e2e/kind"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "run the tests inside the checkout: there is no e2e/kind above the working directory");
    }
    return folder;
  }
}
