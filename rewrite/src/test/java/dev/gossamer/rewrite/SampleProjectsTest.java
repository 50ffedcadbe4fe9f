package dev.gossamer.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.SourceFile;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;

/** Programs of each kind, which the recipes turn into ones that compile and pass their own tests. */
class SampleProjectsTest {
    private static final Path SAMPLES = Path.of("src/test/samples");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "weakhashmap, Tags, WeakHashMap",
        "mapmaker, Documents, MapMaker",
        "interner, Names, Interners",
        "cleaner, Handle, Cleaner"
    })
    void sample_migrated_passesItsOwnTests(String kind, String name, String old) throws Exception {
        int before = runTests(Files.createDirectories(folder.resolve("before")), SAMPLES.resolve(kind), kind, name);
        Path migrated = migrate(kind);
        assertThat(migrated.resolve(name + ".java"))
                .content()
                .contains("dev.gossamer")
                .doesNotContain(old);
        int after = runTests(Files.createDirectories(folder.resolve("after")), migrated, kind, name);
        assertThat(after).isEqualTo(before).isPositive();
    }

    private Path migrate(String kind) throws IOException {
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of)
                .toList();
        InMemoryExecutionContext context = new InMemoryExecutionContext(SampleProjectsTest::fail);
        List<SourceFile> sources = JavaParser.fromJavaVersion()
                .classpath(classPath)
                .build()
                .parse(sources(SAMPLES.resolve(kind)), null, context)
                .toList();
        Path migrated = Files.createDirectories(folder.resolve("migrated"));
        for (SourceFile source : sources) {
            Files.copy(
                    source.getSourcePath(),
                    migrated.resolve(source.getSourcePath().getFileName()));
        }
        new MigrateToGossamer()
                .run(new InMemoryLargeSourceSet(sources), context)
                .getChangeset()
                .getAllResults()
                .forEach(result -> write(migrated, result.getAfter()));
        return migrated;
    }

    private static void fail(Throwable failure) {
        throw new AssertionError(failure);
    }

    private static void write(Path folder, SourceFile source) {
        try {
            Files.writeString(folder.resolve(source.getSourcePath().getFileName()), source.printAll());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Compiles a sample and runs its tests, as a test runner would; gives how many there were. */
    private static int runTests(Path classes, Path sources, String kind, String name) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-Xlint:all,-path,-try",
                "-Werror",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        sources(sources).forEach(source -> arguments.add(source.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])))
                .isZero();
        int count = 0;
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Class<?> tests = loader.loadClass(kind + "." + name + "Test");
            for (Method test : tests.getMethods()) {
                if (test.isAnnotationPresent(Test.class)) {
                    test.invoke(tests.getConstructor().newInstance());
                    count++;
                }
            }
        }
        return count;
    }
}
