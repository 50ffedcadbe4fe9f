package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hot tier that gives way, in a small heap of its own, over the backend that is the standard one here; {@code -Dgossamer.pressure=600s} for
 * ten minutes of it.
 */
@Tag("collector")
abstract class Pressure {
    private static final String AMOUNT = System.getProperty("gossamer.pressure", "12000");

    /** ZGC is little better than weak references alone in so small a heap, and not in each short run. */
    static Stream<String> collectors() {
        return AMOUNT.endsWith("s")
                ? Stream.of("Serial", "Parallel", "G1", "Z")
                : Stream.of("Serial", "Parallel", "G1");
    }

    abstract Backend backend();

    @ParameterizedTest
    @MethodSource("collectors")
    @DisplayName(
            "PRESS-1 a gigabyte of images in 64 MB: no OutOfMemoryError, never a second instance, and more hits than weak alone")
    void whileMemoryLasts_moreThanTheHeapHolds_givesWay(String collector) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx64m",
                        "-XX:+Use" + collector + "GC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PressureProgram.class.getName(),
                        AMOUNT))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replace(System.lineSeparator(), "\n");
        assertThat(printed)
                .startsWith("backend " + backend().name()
                        + "\nsecond instances: 0\nbetter than weak alone: true\nhit ratio ");
        assertThat(process.waitFor()).isZero();
    }
}
