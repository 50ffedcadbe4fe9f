package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native image is told of the classes that the core finds by name. */
class NativeImageMetadataTest {
    private static final String METADATA =
            "/META-INF/native-image/dev.gossamer/gossamer-core/reachability-metadata.json";
    private static final Pattern TYPE = Pattern.compile("\"type\": \"([\\w.$]+)\"");

    @Test
    void metadata_classesInitializedByName_areAllNamed() throws IOException {
        List<String> wanted = Stream.concat(EarlyInitializer.names().stream(), EarlyInitializer.rareNames().stream())
                .map(name -> "dev.gossamer." + name)
                .toList();

        assertThat(types()).containsAll(wanted).contains("jdk.jfr.FlightRecorder");
    }

    @Test
    void metadata_everyNamedClass_isThere() throws IOException {
        assertThat(types())
                .allSatisfy(
                        type -> assertThat(Class.forName(type, false, getClass().getClassLoader()))
                                .isNotNull());
    }

    private static List<String> types() throws IOException {
        try (InputStream metadata = EarlyInitializer.class.getResourceAsStream(METADATA)) {
            String text = new String(Objects.requireNonNull(metadata, METADATA).readAllBytes(), StandardCharsets.UTF_8);
            return TYPE.matcher(text)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
        }
    }
}
