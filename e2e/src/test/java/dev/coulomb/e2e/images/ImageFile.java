package dev.coulomb.e2e.images;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of an image, as the layer that brings it says.
 *
 * @param path from the root, without slash in front; a folder's ends in one
 * @param mode as ls shows it, type first
 * @param owner numbers of user and group, 10001/10001
 * @param bytes its size; 0 for a folder
 */
record ImageFile(String path, String mode, String owner, long bytes) {
  private static final Pattern LISTED =
      Pattern.compile("(\\S{10}) +(\\d+/\\d+) +(\\d+) +\\S+ +\\S+ +(?:\\./|/)?(.*)");

  /** From a line of {@code tar --numeric-owner -tv}. */
  static ImageFile listed(String line) {
    Matcher parts = LISTED.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a line of tar: " + line);
    }
    return new ImageFile(
        parts.group(4), parts.group(1), parts.group(2), Long.parseLong(parts.group(3)));
  }

  /** Last part of the path. */
  String name() {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return bare.substring(bare.lastIndexOf('/') + 1);
  }

  boolean isWritableByAll() {
    return mode.charAt(8) == 'w' && mode.charAt(0) != 'l';
  }

  /** Whether who runs it becomes somebody else. */
  boolean changesUser() {
    return mode.charAt(3) == 's' || mode.charAt(3) == 'S' || mode.charAt(6) == 's';
  }
}
