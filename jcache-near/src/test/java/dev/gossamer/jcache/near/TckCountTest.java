package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Reads what the run of the official TCK left behind: a run that found fewer tests than there are must not pass. */
class TckCountTest {
    private static final int TESTS = 479;

    @Test
    void tck_throughNearCaches_ranWholeWithoutFailure() throws Exception {
        Map<String, Integer> sums = new TreeMap<>();
        for (File report : Path.of(System.getProperty("tck.reports")).toFile().listFiles()) {
            if (report.getName().matches("TEST-.*[.]xml")) {
                Element suite = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report)
                        .getDocumentElement();
                for (String count : new String[] {"tests", "errors", "failures"}) {
                    sums.merge(count, Integer.valueOf(suite.getAttribute(count)), Integer::sum);
                }
            }
        }
        assertThat(sums).isEqualTo(Map.of("tests", TESTS, "errors", 0, "failures", 0));
    }
}
