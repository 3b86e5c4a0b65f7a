package dev.coulomb.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is small stays small: sizes and names of all hand-written Java of the repository. */
class TidyTest {
  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 60;
  private static final int CONSTRUCTOR_PARAMETERS_MAX = 7;
  private static final int PACKAGE_FILES_MAX = 30;

  /** Words for a class whose author did not know what it is. */
  private static final Pattern EMPTY_NAME =
      Pattern.compile("(.*(Utils?|Helpers?|Manager|Impl))|(Base[A-Z].*)");

  private static final List<Path> FILES = new ArrayList<>();
  private static final List<String> LONG_METHODS = new ArrayList<>();
  private static final List<String> WIDE_CONSTRUCTORS = new ArrayList<>();
  private static final List<String> EMPTY_NAMES = new ArrayList<>();

  @BeforeAll
  static void readAllSources() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    assertThat(root.resolve("pom.xml")).exists();
    for (String module : List.of("database-node", "operator", "e2e")) {
      for (String tree : List.of("src/main/java", "src/test/java")) {
        Path sources = root.resolve(module).resolve(tree);
        if (Files.isDirectory(sources)) {
          try (Stream<Path> found = Files.walk(sources)) {
            found.filter(file -> file.toString().endsWith(".java")).forEach(FILES::add);
          }
        }
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(FILES));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Sizes(unit, positions).scan(unit, null);
      }
    }
  }

  @Test
  void filesFitOnAFewScreens() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : FILES) {
      try (Stream<String> lines = Files.lines(file)) {
        long count = lines.count();
        if (count > FILE_LINES_MAX) {
          tooLong.add(file + ": " + count);
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsFitOnOneScreen() {
    assertThat(LONG_METHODS).isEmpty();
  }

  @Test
  void constructorsTakeWhatAPersonCanHoldInMind() {
    assertThat(WIDE_CONSTRUCTORS).isEmpty();
  }

  @Test
  void packagesAreDrawersNotAttics() {
    Map<Path, Long> files =
        FILES.stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    files.values().removeIf(count -> count <= PACKAGE_FILES_MAX);
    assertThat(files).isEmpty();
  }

  @Test
  void namesSayWhatAClassIs() {
    assertThat(FILES).hasSizeGreaterThan(20);
    assertThat(EMPTY_NAMES).isEmpty();
  }

  private static final class Sizes extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Set<Tree> records = new HashSet<>();

    Sizes(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
      if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
        EMPTY_NAMES.add(where(type) + " " + type.getSimpleName());
      }
      if (type.getKind() == Tree.Kind.RECORD) {
        records.addAll(type.getMembers());
      }
      return super.visitClass(type, none);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
      long lines = line(positions.getEndPosition(unit, method)) - start(method) + 1;
      if (lines > METHOD_LINES_MAX) {
        LONG_METHODS.add(where(method) + " " + method.getName() + ": " + lines);
      }
      // A record's components are its fields: nobody keeps their order in mind.
      if (method.getName().contentEquals("<init>")
          && !records.contains(method)
          && method.getParameters().size() > CONSTRUCTOR_PARAMETERS_MAX) {
        WIDE_CONSTRUCTORS.add(where(method) + ": " + method.getParameters().size());
      }
      return super.visitMethod(method, none);
    }

    private String where(Tree tree) {
      return unit.getSourceFile().getName() + ":" + start(tree);
    }

    private long start(Tree tree) {
      return line(positions.getStartPosition(unit, tree));
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
