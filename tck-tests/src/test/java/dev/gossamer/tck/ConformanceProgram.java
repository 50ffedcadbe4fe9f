package dev.gossamer.tck;

import dev.gossamer.Backends;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.rules.KitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contracts in a JVM of its own, as there is one standard backend in a JVM. */
final class ConformanceProgram {
    private static final String TESTED = "gossamer.tck.tested";

    private ConformanceProgram() {}

    /** Runs the contracts over a backend, beside a standard one, and gives the lines of the report. */
    static List<String> verdicts(Class<?> tested, Class<?> standard, Path directory) throws IOException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-D" + TESTED + "=" + tested.getName(),
                        "-D" + KitOptions.TRIES + "=2",
                        "-D" + KitOptions.PATIENCE + "=20",
                        "-D" + KitOptions.REPORT + "=" + directory,
                        ConformanceProgram.class.getName(),
                        standard.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            AwaitedCondition.await("a run of the kit to end; it printed " + log, process);
        } finally {
            process.destroyForcibly();
        }
        return verdicts(directory.resolve(make(tested.getName()).name() + ".txt"));
    }

    private static List<String> verdicts(Path report) throws IOException {
        List<String> verdicts = new ArrayList<>(Files.readAllLines(report));
        verdicts.removeIf(line -> line.startsWith("#") || line.startsWith(" "));
        return verdicts;
    }

    private static Backend make(String name) {
        try {
            return (Backend) Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot make a " + name, e);
        }
    }

    /** Runs {@link Tested} when the backend that the argument names is the standard one. */
    public static void main(String[] arguments) {
        Backends.use(make(arguments[0]));
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(Tested.class))
                        .configurationParameter("jqwik.database", "")
                        .configurationParameter("jqwik.shrinking.bounded.seconds", "1")
                        .build());
        System.exit(0);
    }

    /** The contracts over the backend that a system property names. */
    static class Tested implements BackendContract {
        private final Backend backend = make(System.getProperty(TESTED));

        @Override
        public Backend backend() {
            return backend;
        }
    }
}
