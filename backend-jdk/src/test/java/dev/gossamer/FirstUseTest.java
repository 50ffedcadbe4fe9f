package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FirstUseTest {
    @Test
    @DisplayName("RC-9 a first use that ends in stack overflows leaves everything usable")
    void firstUse_atTheEndOfTheStack_worksLater() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xint",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeepFirstUse.class.getName()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).isEqualTo("computed true after overflows: true" + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
