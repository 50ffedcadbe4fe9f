package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rows of docs/MIGRATING.md, beside the tests that show what they say. */
class MigrationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "MIGRATING.md");
    private static final List<Class<?>> TESTS = List.of(
            MigrateFromJdkTest.class,
            MigrateFromGuavaTest.class,
            MigrateFromCaffeineTest.class,
            MigrateFromOtherMapsTest.class,
            MigrateFromPythonTest.class);

    @Test
    void rows_eachOne_hasATestAndEachTestARow() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|-") && !line.matches("\\| (you|in) .*"))
                .map(line ->
                        line.split("\\|")[1].replace("`", "").replace("★", "").strip())
                .toList();
        List<String> tested = TESTS.stream()
                .flatMap(test -> Stream.of(test.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(MigrationRow.class))
                .flatMap(method ->
                        Stream.of(method.getAnnotation(MigrationRow.class).value()))
                .distinct()
                .toList();

        assertThat(tested).isNotEmpty().containsExactlyInAnyOrderElementsOf(rows);
    }
}
