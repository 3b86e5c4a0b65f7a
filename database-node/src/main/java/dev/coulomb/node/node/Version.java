package dev.coulomb.node.node;

import java.util.Optional;

/** The version of this program, from the manifest of its jar. */
final class Version {
  static final String CURRENT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  private Version() {}
}
