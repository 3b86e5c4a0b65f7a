package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {

  private static final String NAMESPACES =
      "quarkus.operator-sdk.controllers.coulombcluster.namespaces";

  @Test
  void namespacesAreAllOrAList() {
    assertThat(settings("COULOMB_WATCH_NAMESPACES", "*").getValue(NAMESPACES))
        .isEqualTo("JOSDK_ALL_NAMESPACES");
    assertThat(settings("COULOMB_WATCH_NAMESPACES", " a,b ").getValue(NAMESPACES)).isEqualTo("a,b");
    assertThat(settings("COULOMB_WATCH_NAMESPACES", "").getPropertyNames()).isEmpty();
  }

  @Test
  void theLogIsJsonByASwitch() {
    String json = "quarkus.log.console.json.enabled";
    assertThat(settings("COULOMB_LOG_FORMAT", "json").getValue(json)).isEqualTo("true");
    assertThat(settings("COULOMB_LOG_FORMAT", "text").getValue(json)).isEqualTo("false");
    assertThat(settings("COULOMB_LOG_LEVEL", "debug").getValue("quarkus.log.level"))
        .isEqualTo("DEBUG");
  }

  @Test
  void othersAreLeftToOtherSources() {
    EnvironmentSettings settings = settings("PATH", "/bin");
    assertThat(settings.getPropertyNames()).isEmpty();
    assertThat(settings.getValue("PATH")).isNull();
  }

  private static EnvironmentSettings settings(String name, String value) {
    return new EnvironmentSettings(Map.of(name, value));
  }
}
