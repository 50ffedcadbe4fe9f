package dev.gossamer.tck.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Puts each map to each rule, and writes the page that tells what came of it. */
public final class PeersReport {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private PeersReport() {}

    /**
     * Runs all.
     *
     * @param arguments the file to write
     * @throws IOException if it cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("give the file to write, such as docs/conformance/peers.md");
        }
        StringBuilder page = new StringBuilder(introduction());
        page.append(section("Weak keys", Peers.weakKeys()));
        page.append(section("Weak values, and weak entries", Peers.weakValues()));
        Files.writeString(Path.of(arguments[0]), page, StandardCharsets.UTF_8);
        System.exit(0); // threads of maps that deadlocked are there still
    }

    private static String introduction() {
        return """
                # The same rules, put to other libraries

                Those rules of [SPEC.md](../SPEC.md) that any `java.util.Map` can be asked, through its methods alone and with the
                collector of the JVM. Written by `mvn -q -Pfast,peers -pl tck-peers -am compile`; nothing here was edited by hand.
                The rules are Gossamer's: a library that says otherwise in its documentation is right by its own. N/A is what
                a map cannot be asked; the reasons stand below each table. Each map is in its best configuration.

                Run on %s, on %s %s, %s.

                """.formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name"));
    }

    /** What came of putting one map to all rules. */
    private record Result(Peer peer, Map<String, PeerVerdict> verdicts) {
        PeerVerdict of(String rule) {
            return Objects.requireNonNull(verdicts.get(rule), rule);
        }

        String score() {
            long kept = count(PeerVerdict.Kind.PASS);
            return kept + " of " + (kept + count(PeerVerdict.Kind.FAIL));
        }

        private long count(PeerVerdict.Kind kind) {
            return verdicts.values().stream()
                    .filter(each -> each.kind() == kind)
                    .count();
        }
    }

    private static String section(String title, List<Peer> peers) {
        List<Result> results = new ArrayList<>();
        for (Peer peer : peers) {
            Map<String, PeerVerdict> own = new LinkedHashMap<>();
            PeerRules.ALL.forEach((rule, check) -> own.put(rule, verdict(peer, rule, check)));
            Result result = new Result(peer, own);
            results.add(result);
            OUT.println(peer.name() + " keeps " + result.score());
        }
        StringBuilder text = new StringBuilder("## " + title + "\n\n" + table(results) + "\n");
        results.forEach(result -> text.append(reasons(result)));
        return text.toString();
    }

    private static String table(List<Result> results) {
        StringBuilder table = new StringBuilder("| rule |");
        results.forEach(result -> table.append(' ').append(result.peer().name()).append(" |"));
        table.append("\n|---|").append("---|".repeat(results.size())).append('\n');
        PeerRules.TITLES.forEach((rule, title) -> {
            List<PeerVerdict> row =
                    results.stream().map(result -> result.of(rule)).toList();
            if (row.stream().anyMatch(each -> each.kind() != PeerVerdict.Kind.NOT_APPLICABLE)) {
                table.append("| ").append(rule).append(' ').append(title).append(" |");
                row.forEach(each -> table.append(' ').append(cell(each)).append(" |"));
                table.append('\n');
            }
        });
        table.append("| **kept, of those asked** |");
        results.forEach(result -> table.append(" **").append(result.score()).append("** |"));
        return table.append('\n').toString();
    }

    private static String cell(PeerVerdict verdict) {
        return verdict.kind() == PeerVerdict.Kind.FAIL ? "**FAIL**" : verdict.word();
    }

    private static String reasons(Result result) {
        Peer peer = result.peer();
        StringBuilder text = new StringBuilder(
                "**" + peer.name() + "**, " + version(peer.origin()) + ": `" + peer.configuration() + "`\n");
        result.verdicts().forEach((rule, verdict) -> {
            if (verdict.kind() == PeerVerdict.Kind.FAIL) {
                text.append("- ")
                        .append(rule)
                        .append(": ")
                        .append(verdict.reason())
                        .append('\n');
            }
        });
        return text.append(notApplicable(result.verdicts())).append('\n').toString();
    }

    private static String notApplicable(Map<String, PeerVerdict> verdicts) {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        verdicts.forEach((rule, verdict) -> {
            if (verdict.kind() == PeerVerdict.Kind.NOT_APPLICABLE
                    && !verdict.reason().startsWith("for weak")) {
                rules.computeIfAbsent(verdict.reason(), absent -> new ArrayList<>())
                        .add(rule);
            }
        });
        StringBuilder text = new StringBuilder();
        rules.forEach((reason, ids) -> text.append("- N/A ")
                .append(String.join(", ", ids))
                .append(": ")
                .append(reason)
                .append('\n'));
        return text.toString();
    }

    private static PeerVerdict verdict(Peer peer, String rule, Function<Peer, PeerVerdict> check) {
        String lacking = peer.lacks().get(rule);
        if (lacking != null) {
            return PeerVerdict.notApplicable(lacking);
        }
        FutureTask<PeerVerdict> task = start(peer.name() + " " + rule, () -> check.apply(peer));
        try {
            return task.get(180, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return PeerVerdict.fail("does not end in three minutes");
        } catch (ExecutionException e) {
            return PeerVerdict.fail(String.valueOf(
                    e.getCause() instanceof AssertionError ? e.getCause().getMessage() : e.getCause()));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static FutureTask<PeerVerdict> start(String name, Callable<PeerVerdict> check) {
        FutureTask<PeerVerdict> task = new FutureTask<>(check);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** The version of the archive that a class came from, by its file name. */
    private static String version(Class<?> origin) {
        if (origin.getName().startsWith("java.")) {
            return "Java " + Runtime.version().feature();
        }
        if (origin.getName().startsWith("dev.gossamer.")) {
            return "this build";
        }
        String file = Path.of(origin.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .getFileName()
                .toString();
        return file.replaceFirst("\\.jar$", "");
    }
}
