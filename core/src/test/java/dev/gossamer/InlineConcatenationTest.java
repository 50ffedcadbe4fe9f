package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InlineConcatenationTest {
    @Test
    @DisplayName(
            "MAP-20 what the library says when memory runs out leaves the program's own concatenations as they are")
    void classes_all_concatenateWithoutTheJdksFactory() throws IOException, URISyntaxException {
        Path classes = Path.of(WeakRef.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.filter(file -> file.toString().endsWith(".class")))
                    .isNotEmpty()
                    .noneMatch(InlineConcatenationTest::names);
        }
    }

    /** Whether a class names the factory, whose initializer fails for good where the first message finds no memory. */
    private static boolean names(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains("java/lang/invoke/StringConcatFactory");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
