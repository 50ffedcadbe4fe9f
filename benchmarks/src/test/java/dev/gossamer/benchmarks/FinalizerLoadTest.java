package dev.gossamer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class FinalizerLoadTest {
    private final MeasuringJvm jvm = MeasuringJvm.like("64m", "Serial");

    @Test
    @DisplayName("FIN-3, RC-7 all actions run though two threads register faster than they are run, in a small heap")
    void actions_registeredFasterThanRun_allRun() throws Exception {
        assertThat(run("100000", "1")).contains("ran 200000 of 200000");
    }

    @Test
    @DisplayName(
            "MAP-20, RC-7 all that was registered before the application ran out of memory runs after that, and no more")
    void actions_registeredUntilNoMemoryIsLeft_allRunLater() throws Exception {
        assertThat(run())
                .anyMatch(line -> line.matches("ran (\\d{5,}) of \\1")); // beside reports of what had no memory
    }

    /** The lines that it prints. */
    private List<String> run(String... numbers) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(FinalizerWorker.Side.FINALIZERS.name()));
        arguments.addAll(List.of(numbers));
        Process process = jvm.start(FinalizerWorker.class, arguments);
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.lines().toList();
    }
}
