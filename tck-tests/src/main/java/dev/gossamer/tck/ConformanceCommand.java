package dev.gossamer.tck;

import dev.gossamer.Backends;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.rules.ArtifactVersions;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.SpecifiedRules;
import dev.gossamer.tck.rules.TestedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the kit: puts one backend of the class path to the rules, shows how far it is, prints a summary and
 * writes the reports, what it has so far if it is interrupted. Exit code 0 when no rule is broken, 1 when one is or went
 * untested, 2 when the command was wrong. One backend a JVM, as references by identity keep to the first. Not thread-safe.
 *
 * @since 0.1.0
 */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        versionProvider = ArtifactVersions.class,
        description = "Puts a storage backend to the rules of Gossamer.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no rule is broken", "1:a rule is broken or went untested", "2:the command was wrong"})
public final class ConformanceCommand implements Callable<Integer> {
    private static final int FAST_TRIES = 100;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--backend", required = true, description = "The name of a backend on the class path, such as jdk.")
    private String backend = "";

    @Option(
            names = "--rule",
            split = ",",
            arity = "1..*",
            converter = RuleId.class,
            description = "Only the tests of these rules, such as MAP-3,MAP-15; without it, of all.")
    private List<String> rules = new ArrayList<>();

    @Option(
            names = "--fast",
            description = "Stops at the first failure, tries each property " + FAST_TRIES
                    + " times, and races and growth an eighth as long.")
    private boolean fast;

    @Option(names = "--tries", description = "How often each property is tried; 1000 without it.")
    private @Nullable Integer tries;

    @Option(names = "--seed", description = "Replays properties from the seed of a report.")
    private @Nullable String seed;

    @Option(
            names = "--patience",
            description = "After how many seconds without progress a test gives up waiting; 20 without it.")
    private @Nullable Integer patience;

    @Option(names = "--report", description = "The directory of the reports; target/conformance without it.")
    private @Nullable Path report;

    private ConformanceCommand() {}

    /**
     * Runs the kit and ends the JVM with the exit code.
     *
     * @param arguments the options; {@code --help} tells them
     */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new ConformanceCommand()).execute(arguments);
    }

    @Override
    public Integer call() {
        rules.removeIf(String::isEmpty);
        requireKnownRules();
        requireNumbers();
        Backend tested = requireBackend();
        setOptions();
        requireReportDirectory(KitOptions.report());
        if (fast) {
            FirstCompiler.useAlone();
        }
        return new ConformanceRun(TestedBackend.settle(tested), chosen(), !rules.isEmpty(), fast).execute();
    }

    private void setOptions() {
        set(KitOptions.BACKEND, backend);
        set(KitOptions.FAST, fast ? Boolean.TRUE : null);
        set(KitOptions.TRIES, fast && tries == null ? Integer.valueOf(FAST_TRIES) : tries);
        set(KitOptions.SEED, seed);
        set(KitOptions.PATIENCE, patience);
        set(KitOptions.REPORT, report);
    }

    private Backend requireBackend() {
        try {
            Backend tested = Backends.named(backend);
            Backends.use(tested);
            return tested;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void requireKnownRules() {
        for (String rule : rules) {
            if (!SpecifiedRules.texts().containsKey(rule)) {
                throw wrong("no rule named \"" + rule + "\"; there are: "
                        + SpecifiedRules.texts().keySet());
            }
        }
    }

    private void requireNumbers() {
        if (tries != null && tries < 1) {
            throw wrong("tries " + tries + " is too few; give 1 or more");
        }
        if (patience != null && patience < 1) {
            throw wrong("patience " + patience + " is too short; give 1 second or more");
        }
        if (seed != null && !seed.matches("-?\\d+")) {
            throw wrong("seed \"" + seed + "\" is no whole number; take it from a report");
        }
    }

    private void requireReportDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "conformance", ".tmp"));
        } catch (IOException e) {
            throw wrong("cannot write reports to \"" + directory + "\": " + e
                    + "; name a directory, which is made if it is missing");
        }
    }

    private ParameterException wrong(String message) {
        CommandSpec command = spec;
        if (command == null) {
            throw new AssertionError("picocli gave no specification of the command");
        }
        return new ParameterException(command.commandLine(), message);
    }

    private static void set(String property, @Nullable Object value) {
        if (value != null) {
            System.setProperty(property, value.toString());
        }
    }

    private Map<String, String> chosen() {
        Map<String, String> chosen = new LinkedHashMap<>(SpecifiedRules.texts());
        if (!rules.isEmpty()) {
            chosen.keySet().retainAll(Set.copyOf(rules));
        }
        return chosen;
    }

    /** Takes {@code map-3} and blanks around it. */
    private static final class RuleId implements ITypeConverter<String> {
        @Override
        public String convert(String given) {
            return given.strip().toUpperCase(Locale.ROOT);
        }
    }
}
