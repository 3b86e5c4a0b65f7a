package dev.coulomb.node.procedure;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts checkpoints into a class: where a method begins, before it jumps back, and where something
 * is caught. Whatever does not end meets one of them again and again.
 */
final class Instrumentation {
  private static final ClassDesc CHECKPOINT = ClassDesc.of(Checkpoint.class.getName());
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

  private final ClassFile files;

  /**
   * @param classes finds the classes of the jar, which the frames of methods may name
   */
  Instrumentation(ClassHierarchyResolver classes) {
    this.files =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                classes.orElse(ClassHierarchyResolver.defaultResolver())));
  }

  byte[] instrumented(ClassModel model) {
    return files.transformClass(
        model, ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Checkpoints::new)));
  }

  /** The checkpoints of one method. */
  private static final class Checkpoints implements CodeTransform {
    private final Set<Label> behind = new HashSet<>();
    private final Set<Label> handlers = new HashSet<>();

    @Override
    public void atStart(CodeBuilder code) {
      check(code);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      switch (element) {
        case ExceptionCatch caught -> {
          handlers.add(caught.handler());
          code.with(element);
        }
        case LabelTarget target -> {
          behind.add(target.label());
          code.with(element);
          if (handlers.contains(target.label())) {
            check(code);
          }
        }
        case BranchInstruction branch -> with(code, element, behind.contains(branch.target()));
        case LookupSwitchInstruction choice ->
            with(code, element, goesBack(choice.defaultTarget(), choice.cases()));
        case TableSwitchInstruction choice ->
            with(code, element, goesBack(choice.defaultTarget(), choice.cases()));
        default -> code.with(element);
      }
    }

    private boolean goesBack(Label otherwise, List<SwitchCase> cases) {
      return behind.contains(otherwise)
          || cases.stream().anyMatch(one -> behind.contains(one.target()));
    }

    private static void with(CodeBuilder code, CodeElement element, boolean checked) {
      if (checked) {
        check(code);
      }
      code.with(element);
    }

    private static void check(CodeBuilder code) {
      code.invokestatic(CHECKPOINT, "check", NOTHING);
    }
  }
}
