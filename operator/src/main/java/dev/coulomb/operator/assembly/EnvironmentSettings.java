package dev.coulomb.operator.assembly;

import dev.coulomb.operator.reconcile.CoulombClusterReconciler;
import dev.coulomb.operator.reconcile.backup.BackupReconciler;
import dev.coulomb.operator.reconcile.backup.ScheduleReconciler;
import dev.coulomb.operator.reconcile.restore.RestoreReconciler;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of the operator's pod, in the words of Quarkus:
 *
 * <ul>
 *   <li>{@code COULOMB_WATCH_NAMESPACES}: names with commas, or {@code *} for all
 *   <li>{@code COULOMB_LOG_FORMAT}: {@code text} or {@code json}
 *   <li>{@code COULOMB_LOG_LEVEL}: {@code error}, {@code warn}, {@code info}, {@code debug}
 * </ul>
 */
public final class EnvironmentSettings implements ConfigSource {

  /** Above application.properties (250), below system properties (400). */
  private static final int ORDINAL = 260;

  /** All of them: one that were left out would watch every namespace. */
  private static final List<String> CONTROLLERS =
      List.of(
          CoulombClusterReconciler.NAME,
          BackupReconciler.NAME,
          ScheduleReconciler.NAME,
          RestoreReconciler.NAME);

  private static final String ALL_NAMESPACES = "JOSDK_ALL_NAMESPACES";

  private final Map<String, String> settings;

  public EnvironmentSettings() {
    this(System.getenv());
  }

  EnvironmentSettings(Map<String, String> environment) {
    Map<String, String> translated = new HashMap<>();
    String namespaces = environment.get("COULOMB_WATCH_NAMESPACES");
    if (namespaces != null && !namespaces.isBlank()) {
      for (String controller : CONTROLLERS) {
        translated.put(
            "quarkus.operator-sdk.controllers." + controller + ".namespaces",
            namespaces.strip().equals("*") ? ALL_NAMESPACES : namespaces.strip());
      }
    }
    String format = environment.get("COULOMB_LOG_FORMAT");
    if (format != null) {
      translated.put(
          "quarkus.log.console.json.enabled", Boolean.toString(format.strip().equals("json")));
    }
    String level = environment.get("COULOMB_LOG_LEVEL");
    if (level != null && !level.isBlank()) {
      translated.put("quarkus.log.level", level.strip().toUpperCase(Locale.ROOT));
    }
    settings = Map.copyOf(translated);
  }

  @Override
  public Set<String> getPropertyNames() {
    return settings.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return settings.get(name);
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public String getName() {
    return "Coulomb's environment variables";
  }
}
