package dev.coulomb.node;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The list of packages is the diagram: bottom first, and each names only packages above it in the
 * list, so that a cycle cannot even be written.
 */
class HouseTest {
  private static final String ROOT = "dev.coulomb.node.";

  private static final List<Box> HOUSE =
      List.of(
          box("invariant"),
          box("metrics"),
          box("environment"),
          box("types"),
          box("catalog", "types"),
          box("plan", "catalog", "types"),
          box("sql", "catalog", "types"),
          box("planner", "sql", "plan", "catalog", "types", "metrics"),
          box("storage", "catalog", "types", "metrics"),
          box("execution", "plan", "storage", "catalog", "types", "metrics"),
          box("procedure", "execution", "plan", "storage", "catalog", "types"),
          box("pgcatalog", "execution", "catalog", "types"),
          box("durability", "environment", "metrics"),
          box("snapshot", "durability", "storage", "plan", "catalog", "types"),
          box("replication", "durability", "environment", "metrics"),
          box(
              "partition",
              "replication",
              "execution",
              "storage",
              "plan",
              "catalog",
              "types",
              "environment",
              "metrics"),
          box(
              "transaction",
              "partition",
              "replication",
              "procedure",
              "execution",
              "storage",
              "plan",
              "catalog",
              "types",
              "environment",
              "metrics"),
          box(
              "restore",
              "transaction",
              "partition",
              "replication",
              "snapshot",
              "durability",
              "storage",
              "plan",
              "catalog",
              "types",
              "environment",
              "metrics"),
          box(
              "session",
              "sql",
              "transaction",
              "planner",
              "pgcatalog",
              "execution",
              "plan",
              "catalog",
              "types",
              "environment",
              "metrics"),
          box("pgwire", "session", "plan", "catalog", "types", "metrics"),
          box("admin", "types", "metrics"),
          box("host", "durability", "environment", "metrics"),
          box("s3", "durability"),
          box(
              "node",
              "s3",
              "host",
              "admin",
              "pgwire",
              "session",
              "restore",
              "transaction",
              "partition",
              "replication",
              "snapshot",
              "durability",
              "pgcatalog",
              "procedure",
              "execution",
              "storage",
              "planner",
              "sql",
              "plan",
              "catalog",
              "types",
              "environment",
              "metrics"));

  /** Runs in a simulator too, so it takes time, chance and threads from its caller. */
  private static final String[] CORE =
      Stream.of(
              "types",
              "catalog",
              "plan",
              "storage",
              "execution",
              "procedure",
              "pgcatalog",
              "durability",
              "snapshot",
              "replication",
              "partition")
          .map(name -> ROOT + name + "..")
          .toArray(String[]::new);

  private static final JavaClasses NODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.coulomb.node");

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
              not(resideInAPackage("dev.coulomb.node..")).or(resideInAnyPackage(box.allowed())))
          .allowEmptyShould(true)
          .check(NODE);
    }
  }

  @Test
  void everyPackageHasABox() {
    Set<String> found =
        NODE.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring(ROOT.length()).replaceFirst("\\..*", ""))
            .collect(Collectors.toSet());
    assertThat(HOUSE.stream().map(Box::name)).containsAll(found);
  }

  @Test
  void theCoreReadsNoClockNoThreadNoSocket() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "io.netty..", "java.net..", "java.nio.channels..", "org.apache.calcite..")
                .or(belongToAnyOf(Thread.class, Random.class)))
        .check(NODE);
  }

  @Test
  void foreignHousesHaveOneDoorEach() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT + "sql..", ROOT + "planner..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.calcite..")
        .check(NODE);
    noClasses()
        .that(not(resideInAnyPackage(ROOT + "pgwire..", ROOT + "admin..", ROOT + "host..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(NODE);
    noClasses()
        .that(not(resideInAPackage(ROOT + "s3..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(NODE);
  }

  private static Box box(String name, String... uses) {
    return new Box(name, List.of(uses));
  }

  private record Box(String name, List<String> uses) {
    String[] allowed() {
      return Stream.concat(Stream.of(name, "invariant"), uses.stream())
          .map(used -> ROOT + used + "..")
          .toArray(String[]::new);
    }
  }
}
