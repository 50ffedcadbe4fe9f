package dev.gossamer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;

/** The Javadoc of what modules export: since when it is there, and an example that runs. */
class JavadocTest {
    private static final String FIRST = "0.1.0";
    private static final String THIS = "0.2.0";

    private static final Set<String> EXPORTED = Set.of(
            "dev.gossamer",
            "dev.gossamer.spi",
            "dev.gossamer.micrometer",
            "dev.gossamer.backend.jdk",
            "dev.gossamer.backend.caffeine",
            "dev.gossamer.jcache",
            "dev.gossamer.jcache.near",
            "dev.gossamer.tck");

    /** Types that no program uses by name: two artifacts meet in them, or a command and the JUnit platform start there. */
    private static final Set<String> WITHOUT_EXAMPLE = Set.of(
            "dev.gossamer.jcache.ManagedCache",
            "dev.gossamer.jcache.NearCacheProvider",
            "dev.gossamer.jcache.NearCacheSettings",
            "dev.gossamer.jcache.near.ConfiguredNearCaches",
            "dev.gossamer.tck.ConformanceCommand",
            "dev.gossamer.tck.ConformanceListener");

    private final List<String> faults = new ArrayList<>();

    @Test
    void publicTypes_eachOne_showsARegionOfATest() {
        Declarations.inSources(sources -> {
            for (TypeElement type : exported(sources)) {
                if (!WITHOUT_EXAMPLE.contains(type.getQualifiedName().toString())
                        && !sources.comment(type).contains("{@snippet file=\"")) {
                    faults.add(sources.place(type) + " shows no example");
                }
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void overview_ofTheCore_leadsToEachTypeOfTheApi() throws IOException {
        Path sources = Path.of("..", "core", "src", "main");
        String overview = Files.readString(sources.resolve("javadoc/overview.html"));
        try (Stream<Path> files = Files.list(sources.resolve("java/dev/gossamer"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                boolean isPublic = Files.readString(file).contains("\npublic ");
                if (isPublic && !overview.contains("{@link dev.gossamer." + type + "}")) {
                    faults.add("the overview does not lead to " + type);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void publicTypes_andWhatIsNewInThem_saySinceWhen() {
        Declarations.inSources(sources -> Declarations.inJars(released -> {
            for (TypeElement type : exported(sources)) {
                TypeElement before = released.type(type.getQualifiedName().toString());
                requireSince(sources, type, before == null ? THIS : FIRST);
                if (before != null) {
                    members(sources, type, released, before);
                }
            }
        }));
        assertThat(faults).isEmpty();
    }

    private static List<TypeElement> exported(Declarations sources) {
        List<TypeElement> types = sources.publicTypes(EXPORTED);
        assertThat(types).hasSizeGreaterThan(50);
        return types;
    }

    private void members(Declarations sources, TypeElement type, Declarations released, TypeElement before) {
        Set<String> known =
                before.getEnclosedElements().stream().map(released::signature).collect(Collectors.toSet());
        for (Element member : type.getEnclosedElements()) {
            boolean isNew = !known.contains(sources.signature(member));
            if (!Declarations.isVisible(member)) {
                continue;
            }
            if (member instanceof TypeElement nested && !isNew) {
                TypeElement then = released.type(nested.getQualifiedName().toString());
                if (then != null) {
                    members(sources, nested, released, then);
                }
            } else if (isNew && !sources.comment(member).isEmpty()) {
                requireSince(sources, member, THIS);
            }
        }
    }

    private void requireSince(Declarations sources, Element element, String version) {
        String since = sources.since(element);
        if (!version.equals(since)) {
            faults.add(sources.place(element) + " is there since " + version + ", and says " + since);
        }
    }
}
