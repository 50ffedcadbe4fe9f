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
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Three processes with near caches of one cache. Killed when closed, and by themselves when this process is gone. */
final class NearProcesses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Child> children = new ArrayList<>();

    /** A process, spoken to in lines. */
    static final class Child {
        private final Process process;
        private final PrintStream commands;
        private final BufferedReader answers;
        private int bursts;

        private Child(int self, List<String> engine) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    NearProcess.class.getName(),
                    String.valueOf(self)));
            command.addAll(engine);
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            answers = process.inputReader(StandardCharsets.UTF_8);
        }

        private String answer() throws IOException {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("> ")) {
                    return line.substring(2);
                }
            }
            throw new IOException("the process has ended: " + process);
        }

        String ask(String line) throws IOException {
            commands.println(line);
            return answer();
        }

        private long[] numbers(String line) throws IOException {
            return Stream.of(ask(line).split(" ")).mapToLong(Long::parseLong).toArray();
        }

        /** How many of its writes the engine has refused, or not confirmed. */
        int failedWrites() throws IOException {
            return Integer.parseInt(ask("failed").split(" ")[0]);
        }

        /** Begins to write every key of this process. */
        void burst() {
            bursts++;
            commands.println("burst");
        }

        void signal(String signal) throws Exception {
            assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }

        void awaitMembers(int count) {
            await().atMost(PATIENCE).until(() -> ask("members").equals(String.valueOf(count)));
        }
    }

    /** Starts the processes one after the other, with an engine of these words. */
    NearProcesses(String... engine) throws IOException {
        boolean ready = false;
        try {
            for (int i = 0; i < NearProcess.PROCESSES; i++) {
                Child child = new Child(i, List.of(engine));
                children.add(child);
                assertThat(child.answer()).isEqualTo("ready");
            }
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    Child[] all() {
        return children.toArray(new Child[0]);
    }

    Child child(int index) {
        return children.get(index);
    }

    @Override
    public void close() {
        children.forEach(child -> child.process.destroyForcibly());
    }

    /** Waits until bursts have ended. */
    static void awaitDone(Child... writers) throws IOException {
        for (Child writer : writers) {
            assertThat(writer.answer()).isEqualTo("done");
        }
    }

    static void burst(Child... writers) throws IOException {
        for (Child writer : writers) {
            writer.burst();
        }
        awaitDone(writers);
    }

    /** Waits until a process reads the last write of every key of those writers, and has never read what it must not. */
    void awaitAllSeen(Child reader, Child... writers) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String[] audit = reader.ask("audit").split(" ");
            for (Child writer : writers) {
                int index = children.indexOf(writer);
                int keys = (NearProcess.KEYS - index + 2) / 3;
                assertThat(Long.parseLong(audit[index]))
                        .isEqualTo((long) keys * NearProcess.WRITES_OF_A_KEY * writer.bursts);
            }
            assertThat(audit[3]).as("versions that went backwards").isEqualTo("0");
            assertThat(audit[4]).as("second live instances of a version").isEqualTo("0");
        });
    }

    /** The same of all processes by all. */
    void awaitAllSeenByAll() {
        for (Child reader : children) {
            awaitAllSeen(reader, all());
        }
    }

    /** Waits until a process reads of every key what that writer knows to be {@code acknowledged} so, or something newer. */
    static void awaitKept(Child reader, Child writer, String acknowledged) throws IOException {
        long[] written = writer.numbers(acknowledged);
        assertThat(LongStream.of(written).filter(number -> number != 0))
                .as("writes %s", acknowledged)
                .isNotEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> {
            long[] read = reader.numbers("values");
            assertThat(IntStream.range(0, written.length).filter(key -> isLost(written[key], read[key])))
                    .as("keys whose last write %s is lost", acknowledged)
                    .isEmpty();
        });
    }

    /** Whether what is read is older than the last write that was acknowledged, which is negative if it was a removal. */
    private static boolean isLost(long acknowledged, long read) {
        return acknowledged < 0 ? read > 0 && read < -acknowledged : read < acknowledged;
    }

    /** Waits until a listener of a process has been told of the last write of every key of those writers. */
    static void awaitHeard(Child listener, Child... writers) throws IOException {
        for (Child writer : writers) {
            long[] acknowledged = writer.numbers("acknowledged");
            await().atMost(PATIENCE).untilAsserted(() -> {
                long[] heard = listener.numbers("heard");
                assertThat(IntStream.range(0, acknowledged.length).filter(key -> heard[key] < acknowledged[key]))
                        .as("keys whose last write the listener was not told of")
                        .isEmpty();
            });
        }
    }

    /** Waits until every process reads what the engine has. */
    void awaitNothingStale() {
        for (Child reader : children) {
            await().atMost(PATIENCE).until(() -> reader.ask("stale").equals("0"));
        }
    }

    /** Asserts that no process has {@code sockets}, or {@code connections}, bound to or connected with anything but loopback. */
    void assertNothingBeyondLoopback(String what) throws IOException {
        for (Child child : children) {
            assertThat(child.ask(what)).as("%s beyond loopback", what).isEqualTo("none");
        }
    }

    static void assertNothingFailed(Child... alive) throws IOException {
        for (Child child : alive) {
            assertThat(child.ask("failed")).as("failed writes and reads").isEqualTo("0 0");
        }
    }
}
