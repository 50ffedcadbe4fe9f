package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class FinalizersInFullHeapTest {

    @Test
    @DisplayName("FIN-3 RC-7 actions that are due while there is no memory run while there is none")
    void actions_dueInAFullHeap_allRun() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FinalizersInFullHeap.class.getName()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo("20000 have run" + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
