package dev.gossamer.examples;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the library finds by reflection, beside what the metadata for GraalVM's native images tells of it. */
class ReflectiveUsesTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("core", "backend-jdk", "backend-caffeine", "jcache-adapter", "jcache-near");
    private static final Pattern REFLECTION =
            Pattern.compile("Class\\.forName\\(|\\.getDeclared(?:Field|Method|Constructor)s?\\("
                    + "|\\.get(?:Field|Method|Constructor)s?\\(|getRecordComponents\\(|newProxyInstance\\(|getProxyClass\\("
                    + "|MethodHandleProxies\\.|\\.find(?:Virtual|Static|Constructor|Special)\\(|\\.unreflect");
    private static final Pattern NAMED = Pattern.compile("Class\\.forName\\(\\s*\"([^\"]+)\",");
    private static final Pattern MXBEAN =
            Pattern.compile("(?:class|record) \\w+(?:\\([^)]*\\))? implements (\\w*MXBean)");

    private static final String JDK = "methods of the JDK, named by constants that a native image follows";
    private static final String METADATA = "what the metadata of the library names";
    private static final String USERS = "classes of the user, who tells the native image of them";

    /** Each class that uses reflection, and what for. */
    private static final Map<String, String> USES = Map.ofEntries(
            entry("dev.gossamer.CaptureCheck", USERS),
            entry("dev.gossamer.ClassesWithoutEquals", USERS),
            entry("dev.gossamer.DetachedMBean", METADATA),
            entry("dev.gossamer.EarlyInitializer", METADATA),
            entry("dev.gossamer.FlightRecorderEvents", JDK),
            entry("dev.gossamer.HeapOccupancy", JDK),
            entry("dev.gossamer.LoaderNeutralFunction", JDK),
            entry("dev.gossamer.MethodHandlePollingLoop", JDK),
            entry("dev.gossamer.ObjectGraph", USERS),
            entry("dev.gossamer.PollingThread", JDK),
            entry("dev.gossamer.ValueBasedClasses", JDK),
            entry("dev.gossamer.WeakProxy", USERS),
            entry("dev.gossamer.jcache.LoaderAnchor", METADATA),
            entry("dev.gossamer.jcache.config.ClassFactory", USERS),
            entry("dev.gossamer.jcache.config.SettingsReader", USERS),
            entry("dev.gossamer.jcache.copy.ImmutableTypes", USERS),
            entry("dev.gossamer.jcache.copy.KeyValueCopier", USERS),
            entry("dev.gossamer.jcache.copy.SerializingCopier", USERS),
            entry("dev.gossamer.jcache.near.EngineProviders", USERS),
            entry("dev.gossamer.jcache.near.SerializationCodec", USERS));

    @Test
    void reflection_ofEachClass_isAccountedFor() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String module : MODULES) {
            for (Path source : sources(module)) {
                if (REFLECTION.matcher(Files.readString(source)).find()) {
                    found.add(className(module, source));
                }
            }
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(USES.keySet());
    }

    @Test
    void metadata_ofEachModule_namesWhatItsSourcesName() throws IOException {
        for (String module : MODULES) {
            for (Path source : sources(module)) {
                String text = Files.readString(source);
                NAMED.matcher(text)
                        .results()
                        .forEach(use -> assertThat(metadata(module)).contains("\"" + use.group(1) + "\""));
                MXBEAN.matcher(text)
                        .results()
                        .forEach(bean ->
                                assertThat(metadata(module)).containsPattern("\"[\\w.]+\\." + bean.group(1) + "\""));
            }
        }
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(root(module))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            return sources;
        }
    }

    private static Path root(String module) {
        return ROOT.resolve(module).resolve("src/main/java");
    }

    private static String className(String module, Path source) {
        String path = root(module).relativize(source).toString();
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }

    private static String metadata(String module) {
        Path file = ROOT.resolve(module)
                .resolve("src/main/resources/META-INF/native-image/dev.gossamer/gossamer-" + module)
                .resolve("reachability-metadata.json");
        return String.join("\n", MarkdownPage.of(file).lines());
    }
}
