package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The types that travel to the engine, of which a native image has to be told. */
class SerializableTypesTest {
    private static final String METADATA =
            "/META-INF/native-image/dev.gossamer/gossamer-jcache-near/reachability-metadata.json";
    private static final Pattern TYPE = Pattern.compile("\"type\": \"([\\w.$]+)\",\\s*\"serializable\": true");

    @Test
    void metadata_namesEachSerializableType() throws Exception {
        assertThat(named()).isNotEmpty().containsExactlyInAnyOrderElementsOf(serializable());
    }

    private static List<String> named() throws IOException {
        try (InputStream metadata = NearCache.class.getResourceAsStream(METADATA)) {
            String text = new String(Objects.requireNonNull(metadata, METADATA).readAllBytes(), StandardCharsets.UTF_8);
            return TYPE.matcher(text).results().map(found -> found.group(1)).toList();
        }
    }

    private static List<String> serializable() throws Exception {
        Path classes = Path.of(NearCache.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes.relativize(file).toString().replace(".class", ""))
                    .filter(name -> !name.equals("module-info"))
                    .map(name -> name.replace('/', '.'))
                    .filter(SerializableTypesTest::isSerializable)
                    .toList();
        }
    }

    private static boolean isSerializable(String name) {
        try {
            Class<?> type = Class.forName(name, false, NearCache.class.getClassLoader());
            return Serializable.class.isAssignableFrom(type)
                    && !Modifier.isAbstract(type.getModifiers())
                    && !Throwable.class.isAssignableFrom(type)
                    && !type.isEnum();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }
}
