package io.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every public type, method, constructor and constant of the product says what it is. The compiler checks the rest. */
final class JavadocTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void everythingPublic_hasAComment() throws IOException {
        List<Path> sources;
        try (var files = Files.walk(SOURCES)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(undocumented(sources)).isEmpty();
    }

    private static List<String> undocumented(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
            var scanner = new Scanner(DocTrees.instance(task));
            for (var unit : task.parse()) {
                scanner.scan(unit, null);
            }
            return scanner.undocumented;
        }
    }

    /** Collects what is visible from outside and has no comment. */
    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final List<String> undocumented = new ArrayList<>();
        private final DocTrees docs;

        Scanner(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (!isPublic(type.getModifiers())) {
                return null;
            }
            require(type.getSimpleName());
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean inherited = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (isPublic(method.getModifiers()) && !inherited) {
                require(method.getName());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            boolean component = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC);
            if (isPublic(field.getModifiers()) && !component) {
                require(field.getName());
            }
            return null;
        }

        private boolean isPublic(ModifiersTree modifiers) {
            var parent = getCurrentPath().getParentPath().getLeaf();
            if (parent.getKind() == Tree.Kind.INTERFACE) {
                return !modifiers.getFlags().contains(Modifier.PRIVATE);
            }
            return modifiers.getFlags().stream().anyMatch(Set.of(Modifier.PUBLIC, Modifier.PROTECTED)::contains);
        }

        private void require(CharSequence name) {
            var comment = docs.getDocComment(getCurrentPath());
            if (comment == null || comment.isBlank()) {
                undocumented.add(fileName(getCurrentPath().getCompilationUnit()) + ": " + name);
            }
        }

        private static String fileName(CompilationUnitTree unit) {
            return SOURCES.relativize(Path.of(
                            unit.getSourceFile().toUri().getPath().replaceFirst(".*/src/main/java/", "src/main/java/")))
                    .toString();
        }
    }
}
