package dev.gossamer.examples;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What is declared in the sources of the library, or in the jars of its last release, as javac reads them. */
final class Declarations {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("core", "backend-jdk", "backend-caffeine", "jcache-adapter", "jcache-near", "tck-tests");

    private final Elements elements;
    private final Types types;
    private final DocTrees trees;
    private final Set<TypeElement> roots;

    private Declarations(Elements elements, Types types, DocTrees trees, Set<TypeElement> roots) {
        this.elements = elements;
        this.types = types;
        this.trees = trees;
        this.roots = roots;
    }

    /** Looks at the sources of all modules; what is given can be used only meanwhile. */
    static void inSources(Consumer<Declarations> look) {
        List<File> files = new ArrayList<>();
        for (String module : MODULES) {
            find(ROOT.resolve(module).resolve("src/main/java"), ".java").stream()
                    .filter(file -> !file.endsWith("module-info.java"))
                    .forEach(file -> files.add(file.toFile()));
        }
        look(files, List.of(), System.getProperty("java.class.path"), look);
    }

    /** Looks at the API of the last release; what is given can be used only meanwhile. */
    static void inJars(Consumer<Declarations> look) {
        String jars = find(ROOT.resolve("release-tests/baseline"), ".jar").stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        look(List.of(), List.of("dev.gossamer.WeakRef"), jars, look);
    }

    private static List<Path> find(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void look(List<File> files, List<String> classes, String classPath, Consumer<Declarations> look) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
        List<Object> problems = new ArrayList<>();
        JavaCompiler.CompilationTask task = compiler.getTask(
                null,
                manager,
                problems::add,
                List.of("-proc:only", "-Xlint:none", "-cp", classPath),
                classes,
                manager.getJavaFileObjectsFromFiles(files));
        Look looking = new Look(look);
        task.setProcessors(List.of(looking));
        task.call();
        if (!looking.begun) {
            throw new AssertionError("javac has read nothing, and says " + problems);
        }
    }

    @SupportedAnnotationTypes("*")
    private static final class Look extends AbstractProcessor {
        private final Consumer<Declarations> look;
        private boolean begun;

        Look(Consumer<Declarations> look) {
            this.look = look;
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!round.processingOver()) {
                begun = true;
                look.accept(new Declarations(
                        processingEnv.getElementUtils(),
                        processingEnv.getTypeUtils(),
                        DocTrees.instance(processingEnv),
                        ElementFilter.typesIn(round.getRootElements())));
            }
            return false;
        }
    }

    static boolean isVisible(Element element) {
        return element.getModifiers().contains(Modifier.PUBLIC)
                || element.getModifiers().contains(Modifier.PROTECTED);
    }

    /** The public types of the top level in some packages. */
    List<TypeElement> publicTypes(Set<String> packages) {
        return roots.stream()
                .filter(Declarations::isVisible)
                .filter(type -> packages.contains(elements.getPackageOf(type).toString()))
                .toList();
    }

    @Nullable TypeElement type(String name) {
        return elements.getTypeElement(name);
    }

    String comment(Element element) {
        String comment = elements.getDocComment(element);
        return comment == null ? "" : comment;
    }

    /** What the tag {@code @since} of an element says. */
    @Nullable String since(Element element) {
        DocCommentTree comment = trees.getDocCommentTree(element);
        return comment == null
                ? null
                : comment.getBlockTags().stream()
                        .filter(tag -> tag.getKind() == DocTree.Kind.SINCE)
                        .map(tag -> tag.toString().replaceFirst("@since ", ""))
                        .findFirst()
                        .orElse(null);
    }

    /** File and line, as an editor takes it. */
    String place(Element element) {
        TreePath path = trees.getPath(element);
        CompilationUnitTree unit = path.getCompilationUnit();
        long start = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
        return Path.of(unit.getSourceFile().toUri()) + ":" + unit.getLineMap().getLineNumber(start) + " " + element;
    }

    /** The name, and of a method the erased types of its parameters. */
    String signature(Element element) {
        if (!(element instanceof ExecutableElement method)) {
            return element.getSimpleName().toString();
        }
        return method.getParameters().stream()
                .map(VariableElement::asType)
                .map(this::erased)
                .collect(Collectors.joining(",", method.getSimpleName() + "(", ")"));
    }

    private String erased(TypeMirror type) {
        TypeMirror erasure = types.erasure(type);
        if (erasure instanceof ArrayType array) {
            return erased(array.getComponentType()) + "[]";
        }
        return erasure instanceof DeclaredType declared
                ? declared.asElement().getSimpleName().toString()
                : erasure.getKind().toString();
    }
}
