package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Reads what the two runs of the official TCK left behind: a run that found fewer tests than there are must not pass. */
class TckReportTest {
    private static final int TESTS = 479;

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void tck_ofABackend_ranWholeWithoutFailure(String backend) throws Exception {
        Map<String, Integer> sums = new TreeMap<>();
        for (File report : reports(backend)) {
            Element suite = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report)
                    .getDocumentElement();
            for (String count : new String[] {"tests", "errors", "failures", "skipped"}) {
                sums.merge(count, Integer.valueOf(suite.getAttribute(count)), Integer::sum);
            }
            assertThat(property(suite, "dev.gossamer.backend")).isEqualTo(backend);
        }
        assertThat(sums).isEqualTo(Map.of("tests", TESTS, "errors", 0, "failures", 0, "skipped", 0));
    }

    private static File[] reports(String backend) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("tck.reports"), backend))) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*[.]xml"))
                    .map(Path::toFile)
                    .toArray(File[]::new);
        }
    }

    private static String property(Element suite, String name) {
        var properties = suite.getElementsByTagName("property");
        for (int i = 0; i < properties.getLength(); i++) {
            Element property = (Element) properties.item(i);
            if (property.getAttribute("name").equals(name)) {
                return property.getAttribute("value");
            }
        }
        return "";
    }
}
