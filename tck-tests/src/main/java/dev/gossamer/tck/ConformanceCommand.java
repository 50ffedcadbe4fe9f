package dev.gossamer.tck;

import dev.gossamer.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the kit: puts one backend of the class path to the rules, shows how far it is, prints a summary and
 * writes the reports. Exit code 0 when no rule is broken, 1 when one is or went untested, 2 when the command was wrong. For
 * one thread.
 */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = "Puts a storage backend to the rules of Gossamer.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no rule is broken", "1:a rule is broken or went untested", "2:the command was wrong"})
public final class ConformanceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--backend", required = true, description = "The name of a backend on the class path, such as jdk.")
    private String backend = "";

    @Option(
            names = "--rule",
            split = ",",
            description = "Only the tests of these rules, such as MAP-3; without it, of all.")
    private List<String> rules = new ArrayList<>();

    @Option(names = "--tries", description = "How often each property is tried; 1000 without it.")
    private @Nullable Integer tries;

    @Option(names = "--seed", description = "Replays properties from the seed of a report.")
    private @Nullable String seed;

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
        requireKnown();
        set(KitOptions.BACKEND, backend);
        set(KitOptions.TRIES, tries);
        set(KitOptions.SEED, seed);
        set(KitOptions.REPORT, report);
        ConformanceListener listener = new ConformanceListener(chosen());
        try (ProgressListener progress = new ProgressListener(backend)) {
            LauncherFactory.create(LauncherConfig.builder()
                            .enableTestExecutionListenerAutoRegistration(false)
                            .build())
                    .execute(request(), listener, progress);
        }
        return summarize(listener.report(backend));
    }

    private void requireKnown() {
        try {
            Backends.named(backend);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        for (String rule : rules) {
            if (!Rules.texts().containsKey(rule)) {
                throw wrong("no rule named \"" + rule + "\"; there are: "
                        + Rules.texts().keySet());
            }
        }
        if (tries != null && tries < 1) {
            throw wrong("tries " + tries + " is too few; give 1 or more");
        }
        if (seed != null && !seed.matches("-?\\d+")) {
            throw wrong("seed \"" + seed + "\" is no whole number; take it from a report");
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
        Map<String, String> chosen = new LinkedHashMap<>(Rules.texts());
        if (!rules.isEmpty()) {
            chosen.keySet().retainAll(Set.copyOf(rules));
        }
        return chosen;
    }

    private LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(NamedBackendConformance.class))
                .filters((PostDiscoveryFilter) this::select)
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .build();
    }

    private FilterResult select(TestDescriptor test) {
        if (rules.isEmpty() || !(test.getSource().orElse(null) instanceof MethodSource source)) {
            return FilterResult.included("not a test, or all rules are asked for");
        }
        Rule rule = ConformanceListener.rule(NamedBackendConformance.class, source.getMethodName());
        return FilterResult.includedIf(
                rule != null && List.of(rule.value()).stream().anyMatch(rules::contains));
    }

    private int summarize(ConformanceReport report) {
        System.out.println();
        report.lines().stream()
                .filter(line -> line.verdict() != Verdict.PASS || !rules.isEmpty())
                .forEach(line -> System.out.println(ReportFiles.verdictLine(line)));
        System.out.println("conformance of " + report.backend() + ": " + report.summary());
        System.out.println("reports: " + KitOptions.report().toAbsolutePath().normalize());
        boolean good = report.rules(Verdict.FAIL).isEmpty()
                && report.rules(Verdict.UNTESTED).isEmpty();
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
