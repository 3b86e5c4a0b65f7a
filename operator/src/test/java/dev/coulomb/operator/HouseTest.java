package dev.coulomb.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of packages is the diagram: bottom first, and each names only packages above it. */
class HouseTest {

  private static final String ROOT = "dev.coulomb.operator.";

  private static final List<Box> HOUSE =
      List.of(
          box("api"),
          box("api.backup", "api"),
          box("api.restore", "api"),
          box("metrics"),
          box("naming"),
          box("settings"),
          box("nodeadmin"),
          box("wanted", "api", "naming", "settings"),
          box("observe", "api", "api.backup", "api.restore", "naming", "nodeadmin", "wanted"),
          box("bootstrap", "api", "api.backup", "api.restore", "nodeadmin", "observe"),
          box("archive", "api", "api.backup", "nodeadmin"),
          box("rollout", "api", "nodeadmin", "observe", "settings", "wanted"),
          box("dependents", "api", "api.backup", "naming", "settings", "wanted"),
          box(
              "status",
              "api",
              "api.backup",
              "archive",
              "naming",
              "nodeadmin",
              "observe",
              "bootstrap",
              "rollout",
              "settings",
              "wanted"),
          box(
              "backup",
              "api",
              "api.backup",
              "bootstrap",
              "nodeadmin",
              "observe",
              "status",
              "wanted"),
          box(
              "backup.schedule",
              "api",
              "api.backup",
              "bootstrap",
              "nodeadmin",
              "observe",
              "status"),
          box(
              "restore",
              "api",
              "api.backup",
              "api.restore",
              "nodeadmin",
              "observe",
              "bootstrap",
              "status"),
          box(
              "reconcile",
              "api",
              "api.backup",
              "api.restore",
              "archive",
              "bootstrap",
              "backup",
              "dependents",
              "metrics",
              "naming",
              "nodeadmin",
              "observe",
              "restore",
              "rollout",
              "status",
              "wanted"),
          box(
              "reconcile.backup",
              "api",
              "api.backup",
              "backup",
              "backup.schedule",
              "dependents",
              "metrics",
              "naming",
              "nodeadmin",
              "observe",
              "reconcile",
              "status",
              "wanted"),
          box(
              "reconcile.restore",
              "api",
              "api.backup",
              "api.restore",
              "metrics",
              "naming",
              "nodeadmin",
              "observe",
              "reconcile",
              "bootstrap",
              "restore"),
          box(
              "assembly",
              "metrics",
              "nodeadmin",
              "reconcile",
              "reconcile.backup",
              "reconcile.restore",
              "wanted"));

  private static final JavaClasses OPERATOR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.coulomb.operator");

  private record Box(String name, Set<String> uses) {
    String[] allowed() {
      return Stream.concat(Stream.of(name), uses.stream())
          .map(used -> ROOT + used + "..")
          .toArray(String[]::new);
    }
  }

  private static Box box(String name, String... uses) {
    return new Box(name, Set.of(uses));
  }

  @Test
  void everyBoxNamesOnlyBoxesAboveItself() {
    Set<String> above = new LinkedHashSet<>();
    for (Box box : HOUSE) {
      assertThat(above).as(box.name()).containsAll(box.uses());
      above.add(box.name());
    }
  }

  @Test
  void everyPackageUsesOnlyWhatItsBoxNames() {
    for (Box box : HOUSE) {
      classes()
          .that()
          .resideInAPackage(ROOT + box.name() + "..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage(ROOT + ".")).or(resideInAnyPackage(box.allowed())))
          .check(OPERATOR);
    }
  }

  @Test
  void everyPackageHasABox() {
    Set<String> found =
        OPERATOR.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT))
            .map(name -> name.substring(ROOT.length()))
            .collect(Collectors.toSet());
    assertThat(HOUSE.stream().map(Box::name)).containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void onlyThreePackagesTouchKubernetes() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "observe", ROOT + "dependents", ROOT + "reconcile..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8.kubernetes.client.dsl..")
        .check(OPERATOR);
  }

  @Test
  void whatDecidesAndWhatTellsReadNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "wanted",
            ROOT + "settings",
            ROOT + "rollout",
            ROOT + "archive",
            ROOT + "status",
            ROOT + "backup..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javaoperatorsdk..", "java.net..", "io.quarkus..")
        .check(OPERATOR);
  }
}
