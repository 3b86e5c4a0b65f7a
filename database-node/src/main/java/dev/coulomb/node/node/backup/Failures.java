package dev.coulomb.node.node.backup;

import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.backup.Failure.Reason;
import dev.coulomb.node.durability.files.DamagedFileException;
import dev.coulomb.node.durability.files.NewerFormatException;
import dev.coulomb.node.durability.files.StoreException;
import dev.coulomb.node.environment.DiskFullException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong at a place, for programs and for people: a pure function. */
public final class Failures {
  private Failures() {}

  /**
   * The failure that a cause is.
   *
   * @param place in words, without secrets
   */
  public static Failure of(Throwable cause, String place) {
    return new Failure(reason(cause), sentence(cause, place));
  }

  private static Reason reason(Throwable cause) {
    return switch (cause) {
      case StoreException store -> reason(store.problem());
      case DiskFullException full -> Reason.NO_SPACE;
      case DamagedFileException damaged -> Reason.SNAPSHOT_DAMAGED;
      case NewerFormatException newer -> Reason.SNAPSHOT_NEWER;
      case NoSuchFileException missing -> Reason.SNAPSHOT_INCOMPLETE;
      case FileSystemException refused -> Reason.NOT_WRITABLE;
      default -> Reason.INTERNAL;
    };
  }

  private static Reason reason(StoreException.Problem problem) {
    return switch (problem) {
      case BUCKET_NOT_FOUND -> Reason.BUCKET_NOT_FOUND;
      case ACCESS_DENIED -> Reason.ACCESS_DENIED;
      case BAD_CREDENTIALS -> Reason.BAD_CREDENTIALS;
      case UNREACHABLE -> Reason.UNREACHABLE;
      case CERTIFICATE_NOT_TRUSTED -> Reason.CERTIFICATE_NOT_TRUSTED;
      case NO_SPACE -> Reason.NO_SPACE;
      case REFUSED -> Reason.NOT_WRITABLE;
    };
  }

  private static String sentence(Throwable cause, String place) {
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return switch (cause) {
      case StoreException store -> String.valueOf(store.getMessage());
      case DiskFullException full -> "there is no room left at " + place;
      case DamagedFileException damaged -> "the snapshot at " + place + " is damaged" + message;
      case NewerFormatException newer -> "the snapshot at " + place + " cannot be read" + message;
      case NoSuchFileException missing -> "a file is missing at " + place + message;
      case FileSystemException refused ->
          "the directory cannot be used: " + place + " (" + kind(refused) + message + ")";
      default -> kind(cause) + message;
    };
  }

  private static String kind(Throwable cause) {
    return cause.getClass().getSimpleName().replace("Exception", "");
  }
}
