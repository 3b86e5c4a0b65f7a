package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.CoulombClusterSpec;
import java.util.regex.Pattern;

/** Which image of the database is run. */
public final class Image {

  private static final Pattern TAGGED =
      Pattern.compile("[^/]*:([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})(@.*)?");

  private Image() {}

  /** The whole reference, as a spec wants it. */
  public static String of(CoulombClusterSpec spec, OperatorDefaults defaults) {
    String image = spec.image();
    return image == null || image.isEmpty()
        ? defaults.imageRepository() + ":" + version(spec, defaults)
        : image;
  }

  /** The whole reference, where no spec says anything. */
  public static String standard(OperatorDefaults defaults) {
    return defaults.imageRepository() + ":" + defaults.version();
  }

  /** The version that a spec wants, for people. */
  static String version(CoulombClusterSpec spec, OperatorDefaults defaults) {
    String version = spec.version();
    if (version != null) {
      return version;
    }
    String image = spec.image();
    if (image == null || image.isEmpty()) {
      return defaults.version();
    }
    var tag = TAGGED.matcher(image.substring(image.lastIndexOf('/') + 1));
    return tag.matches() ? tag.group(1) : image;
  }
}
