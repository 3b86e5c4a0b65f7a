package dev.coulomb.operator.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import java.util.List;
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

  /** One that is left out watches all namespaces, without the right to. */
  @Test
  void everyControllerIsToldItsNamespaces() {
    EnvironmentSettings settings = settings("COULOMB_WATCH_NAMESPACES", "shop");
    List<String> names =
        new ClassFileImporter()
            .importPackages("dev.coulomb.operator.reconcile").stream()
                .flatMap(c -> c.tryGetAnnotationOfType(ControllerConfiguration.class).stream())
                .map(ControllerConfiguration::name)
                .toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(4);
    for (String name : names) {
      assertThat(settings.getValue("quarkus.operator-sdk.controllers." + name + ".namespaces"))
          .isEqualTo("shop");
    }
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
