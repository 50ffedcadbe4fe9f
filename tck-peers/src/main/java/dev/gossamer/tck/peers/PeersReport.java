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

    private static String section(String title, List<Peer> peers) {
        Map<Peer, Map<String, PeerVerdict>> verdicts = new LinkedHashMap<>();
        for (Peer peer : peers) {
            Map<String, PeerVerdict> own = new LinkedHashMap<>();
            PeerRules.ALL.forEach((rule, check) -> own.put(rule, verdict(peer, rule, check)));
            verdicts.put(peer, own);
            OUT.println(peer.name() + " keeps " + score(own));
        }
        return "## " + title + "\n\n" + table(peers, verdicts) + "\n" + reasons(verdicts);
    }

    private static String table(List<Peer> peers, Map<Peer, Map<String, PeerVerdict>> verdicts) {
        StringBuilder table = new StringBuilder("| rule |");
        peers.forEach(peer -> table.append(' ').append(peer.name()).append(" |"));
        table.append("\n|---|").append("---|".repeat(peers.size())).append('\n');
        for (String rule : PeerRules.ALL.keySet()) {
            List<PeerVerdict> row =
                    peers.stream().map(peer -> verdicts.get(peer).get(rule)).toList();
            if (row.stream().anyMatch(each -> each.kind() != PeerVerdict.Kind.NOT_APPLICABLE)) {
                table.append("| ")
                        .append(rule)
                        .append(' ')
                        .append(PeerRules.TITLES.get(rule))
                        .append(" |");
                row.forEach(each -> table.append(' ').append(cell(each)).append(" |"));
                table.append('\n');
            }
        }
        table.append("| **kept, of those asked** |");
        peers.forEach(
                peer -> table.append(" **").append(score(verdicts.get(peer))).append("** |"));
        return table.append('\n').toString();
    }

    private static String score(Map<String, PeerVerdict> verdicts) {
        long kept = count(verdicts, PeerVerdict.Kind.PASS);
        return kept + " of " + (kept + count(verdicts, PeerVerdict.Kind.FAIL));
    }

    private static long count(Map<String, PeerVerdict> verdicts, PeerVerdict.Kind kind) {
        return verdicts.values().stream().filter(each -> each.kind() == kind).count();
    }

    private static String cell(PeerVerdict verdict) {
        return verdict.kind() == PeerVerdict.Kind.FAIL ? "**FAIL**" : verdict.word();
    }

    private static String reasons(Map<Peer, Map<String, PeerVerdict>> verdicts) {
        StringBuilder text = new StringBuilder();
        verdicts.forEach((peer, own) -> {
            text.append("**").append(peer.name()).append("**, ").append(version(peer.origin()));
            text.append(": `").append(peer.configuration()).append("`\n");
            own.forEach((rule, verdict) -> {
                if (verdict.kind() == PeerVerdict.Kind.FAIL) {
                    text.append("- ")
                            .append(rule)
                            .append(": ")
                            .append(verdict.reason())
                            .append('\n');
                }
            });
            text.append(notApplicable(own)).append('\n');
        });
        return text.toString();
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
        FutureTask<PeerVerdict> task = new FutureTask<>(() -> check.apply(peer));
        Thread thread = new Thread(task, peer.name() + " " + rule);
        thread.setDaemon(true);
        thread.start();
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
