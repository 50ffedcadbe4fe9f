package dev.gossamer.backend.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MovesInFullHeapTest {

    @Test
    @DisplayName(
            "MAP-20 whichever allocation of a move fails: put and remove are done, and a later one moves the table")
    void insertAndRemove_moveFindsNoMemory_areDoneAllTheSame() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx6m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MovesInFullHeap.class.getName()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo("all went on" + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
