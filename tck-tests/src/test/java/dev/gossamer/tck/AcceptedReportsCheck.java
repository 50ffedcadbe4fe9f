package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.tck.rules.KitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what the other tests have just reported with what was accepted; runs after them, by its own execution. */
class AcceptedReportsCheck {

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void report_ofThisBuild_isTheAcceptedOne(String backend) throws IOException {
        Path accepted = Path.of("../docs/conformance").resolve(backend + ".txt");
        Path reported = KitOptions.report().resolve(backend + ".txt");
        assertThat(verdicts(reported))
                .as("verdicts of %s; if they are right, copy that file to %s", reported, accepted)
                .isEqualTo(verdicts(accepted));
    }

    private static List<String> verdicts(Path report) throws IOException {
        return Files.readAllLines(report).stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith(" "))
                .toList();
    }
}
