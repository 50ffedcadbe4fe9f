package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three processes that write and read 10,000 keys, with and without faults. What heals is the protocol: values may be an hour old. */
@Tag("engines")
class ProcessesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Child> children = new ArrayList<>();

    /** A process, spoken to in lines. */
    private static final class Child {
        final Process process;
        private final PrintStream commands;
        private final BufferedReader answers;
        int bursts;

        Child(int self, String cluster, List<String> ports) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    NearProcess.class.getName(),
                    String.valueOf(self),
                    cluster));
            command.addAll(ports);
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            answers = process.inputReader(StandardCharsets.UTF_8);
        }

        void say(String line) {
            commands.println(line);
        }

        String answer() throws IOException {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("> ")) {
                    return line.substring(2);
                }
            }
            throw new IOException("the process has ended: " + process);
        }

        String ask(String line) throws IOException {
            say(line);
            return answer();
        }

        void burst() {
            bursts++;
            say("burst");
        }
    }

    @BeforeEach
    void start() throws IOException {
        List<String> ports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ports.add(String.valueOf(HazelcastMember.freePort()));
        }
        for (int i = 0; i < 3; i++) {
            children.add(new Child(i, "processes-" + ports.get(0), ports));
        }
        for (Child child : children) {
            assertThat(child.answer()).isEqualTo("ready");
        }
        awaitMembers(children.get(0), 3);
    }

    private static void awaitMembers(Child child, int count) {
        await().atMost(PATIENCE).until(() -> child.ask("members").equals(String.valueOf(count)));
    }

    @AfterEach
    void stop() {
        children.forEach(child -> child.process.destroyForcibly());
    }

    private static void signal(String signal, Child child) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(child.process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void finish(Child... writers) throws IOException {
        for (Child writer : writers) {
            assertThat(writer.answer()).isEqualTo("done 0");
        }
    }

    /** Waits until a process reads the last write of every key of those writers, and has never read what it must not. */
    private void awaitAllSeen(Child reader, Child... writers) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String[] audit = reader.ask("audit").split(" ");
            for (Child writer : writers) {
                int index = children.indexOf(writer);
                int keys = (NearProcess.KEYS - index + 2) / 3;
                assertThat(Long.parseLong(audit[index])).isEqualTo(keys * 4L * writer.bursts);
            }
            assertThat(audit[3]).as("versions that went backwards").isEqualTo("0");
            assertThat(audit[4]).as("second live instances of a version").isEqualTo("0");
        });
    }

    @Test
    @DisplayName("NEAR-1 NEAR-2 NEAR-3 bursts of writes in three processes leave nothing stale and no second instance")
    void bursts_ofThree_leaveNothingStaleAndNoSecondInstance() throws IOException {
        Child[] all = children.toArray(new Child[0]);
        for (int round = 0; round < 3; round++) {
            children.forEach(Child::burst);
            finish(all);
        }
        for (Child reader : all) {
            awaitAllSeen(reader, all);
        }
    }

    @Test
    void memberKilled_amidWrites_losesNoWriteAndLeavesNothingStale() throws Exception {
        Child first = children.get(0);
        Child second = children.get(1);
        first.burst();
        second.burst();
        signal("-KILL", children.get(2));
        finish(first, second);
        awaitMembers(first, 2);
        first.burst();
        finish(first);
        awaitAllSeen(first, first, second);
        awaitAllSeen(second, first, second);
    }

    @Test
    @DisplayName("NEAR-7 a member that was paused and merged hears again")
    void memberPausedAndMerged_hearsAgain() throws Exception {
        Child first = children.get(0);
        Child paused = children.get(2);
        first.burst();
        finish(first);
        awaitAllSeen(paused, first);
        signal("-STOP", paused);
        awaitMembers(first, 2);
        first.burst();
        finish(first);
        signal("-CONT", paused);
        awaitMembers(first, 3);
        awaitAllSeen(paused, first);
        first.burst();
        finish(first);
        awaitAllSeen(paused, first);
    }
}
