package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class FinalizerLoadTest {
    @Test
    @DisplayName("FIN-3, RC-7 all actions run though two threads register faster than they are run, in a small heap")
    void actions_registeredFasterThanRun_allRun() throws Exception {
        assertThat(run("100000")).contains("ran 200000 of 200000");
    }

    @Test
    @DisplayName(
            "MAP-20, RC-7 all that was registered before the application ran out of memory runs after that, and no more")
    void actions_registeredUntilNoMemoryIsLeft_allRunLater() throws Exception {
        assertThat(run()).contains("all ran: true"); // beside reports of what had no memory
    }

    /** The lines that it prints. */
    private static List<String> run(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FinalizerLoad.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.lines().toList();
    }

    @Test
    @DisplayName("FIN-3 a finalizer takes one object of the library, beside a share of the table")
    void register_many_allocatesLittle() {
        Runnable action = () -> {};
        Object referent = new Object();
        long bytes = Allocation.perCall(10_000, () -> Finalizers.register(referent, action));
        assertThat(bytes).as("bytes for one registration").isLessThanOrEqualTo(150);
        Reference.reachabilityFence(referent);
    }
}
