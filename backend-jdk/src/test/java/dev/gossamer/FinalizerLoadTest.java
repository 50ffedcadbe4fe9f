package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class FinalizerLoadTest {
    @Test
    @DisplayName("FIN-3, RC-7 all actions run though two threads register faster than they are run, in a small heap")
    void actions_registeredFasterThanRun_allRun() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FinalizerLoad.class.getName(),
                        "100000"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).endsWith("ran 200000 of 200000" + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
