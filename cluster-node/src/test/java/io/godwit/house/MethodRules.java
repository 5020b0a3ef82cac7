package io.godwit.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Sizes of methods and names of types, read with the compiler's own parser. Records may have any number of components,
/// and a method that overrides has the parameters that its interface wants.
final class MethodRules {

    static final int METHOD_LINES = 40;
    static final int PARAMETERS = 4;

    private static final Pattern EMPTY_WORD =
            Pattern.compile("(^|(?<=[a-z0-9]))(Abstract|Base|Simple|Default|Impl|Manager|Helper|Utils?)(?=[A-Z0-9]|$)");

    /// What one look at a file found, and how many methods and types it saw.
    record Look(List<String> findings, int methods, int types) {}

    private MethodRules() {}

    static Look look(SourceFile file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none");
        JavacTask task = (JavacTask) compiler.getTask(null, null, _ -> {}, options, null, List.of(new Text(file)));
        try {
            Scan scan = new Scan(file, Trees.instance(task).getSourcePositions());
            for (CompilationUnitTree unit : task.parse()) {
                scan.scan(unit, unit);
            }
            return new Look(List.copyOf(scan.findings), scan.methods, scan.types);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static final class Scan extends TreePathScanner<Void, CompilationUnitTree> {

        private final SourceFile file;
        private final SourcePositions positions;
        private final List<String> findings = new ArrayList<>();
        private int methods;
        private int types;

        private Scan(SourceFile file, SourcePositions positions) {
            this.file = file;
            this.positions = positions;
        }

        @Override
        public Void visitClass(ClassTree type, CompilationUnitTree unit) {
            types++;
            String name = type.getSimpleName().toString();
            if (EMPTY_WORD.matcher(name).find()) {
                findings.add(file.finding(line(unit, positions.getStartPosition(unit, type)), name + " says nothing"));
            }
            return super.visitClass(type, unit);
        }

        @Override
        public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
            methods++;
            long from = line(unit, positions.getStartPosition(unit, method));
            long lines = line(unit, positions.getEndPosition(unit, method)) - from + 1;
            if (lines > METHOD_LINES) {
                findings.add(file.finding(from, method.getName() + " has " + lines + " lines"));
            }
            int parameters = method.getParameters().size();
            if (parameters > PARAMETERS && !overrides(method) && !isOfRecord(method)) {
                findings.add(file.finding(from, method.getName() + " has " + parameters + " parameters"));
            }
            return super.visitMethod(method, unit);
        }

        private boolean isOfRecord(MethodTree method) {
            return method.getReturnType() == null
                    && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
        }

        private static boolean overrides(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
        }

        private static long line(CompilationUnitTree unit, long position) {
            LineMap lines = unit.getLineMap();
            return position < 0 ? 0 : lines.getLineNumber(position);
        }
    }

    private static final class Text extends SimpleJavaFileObject {

        private final String text;

        private Text(SourceFile file) {
            super(URI.create("string:///" + file.path().getFileName()), Kind.SOURCE);
            text = file.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
