package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.tck.environment.AwaitedCondition;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a backend whose look-up never returns fails the run, by the rule whose test it was in")
class HangingBackendTest {

    @Test
    void run_lookUpLoops_failsAndNamesTheRule(@TempDir Path directory) throws IOException {
        assertThat(report(new Looping(), directory))
                .containsPattern("WS-1    FAIL     it does not end: its thread has worked for 3 s, and is in .*find.*")
                .containsPattern("WS-2    UNTESTED ");
    }

    @Test
    void run_lookUpWaitsForEver_failsAndNamesTheRule(@TempDir Path directory) throws IOException {
        assertThat(report(new Waiting(), directory))
                .containsPattern("WS-1    FAIL     it does not end: its thread has done nothing for 3 s, .*find.*");
    }

    /** The report of a run of the command line over a backend, which is found as any other one. */
    private static String report(Backend backend, Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("services/META-INF/services"));
        Files.writeString(
                services.resolve(Backend.class.getName()), backend.getClass().getName());
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        directory.resolve("services")
                                + File.pathSeparator
                                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ConformanceCommand.class.getName(),
                        "--backend=" + backend.name(),
                        "--rule=WS-1,WS-2",
                        "--patience=1",
                        "--report=" + directory)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            AwaitedCondition.await("a run of the kit to end; it printed " + log, process);
            assertThat(process.exitValue()).as(Files.readString(log)).isOne();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(directory.resolve(backend.name() + ".txt"));
    }

    /** Loops when it looks for a key. */
    public static final class Looping extends Mutant {
        /** Found by its name. */
        public Looping() {
            super(spec -> spec, (spec, table) -> new Faulty(spec, table) {
                @Override
                public Entry find(Object key, int hash) {
                    while (true) {
                        Thread.onSpinWait();
                    }
                }
            });
        }

        @Override
        public String name() {
            return "looping";
        }
    }

    /** Waits for ever when it looks for a key. */
    public static final class Waiting extends Mutant {
        /** Found by its name. */
        public Waiting() {
            super(spec -> spec, (spec, table) -> new Faulty(spec, table) {
                @Override
                public Entry find(Object key, int hash) {
                    while (true) {
                        LockSupport.park(this);
                    }
                }
            });
        }

        @Override
        public String name() {
            return "waiting";
        }
    }
}
