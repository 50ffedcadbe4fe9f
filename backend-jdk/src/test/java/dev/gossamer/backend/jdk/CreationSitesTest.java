package dev.gossamer.backend.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** In JVMs of their own, as what is kept is kept for all. In another package, as the library's own is none of a user. */
@DisplayName("DIAG-4 the code that made a container")
class CreationSitesTest {
    private static final String SITE = "dev.gossamer.backend.jdk.ContainerMaker.";

    private static List<String> run(String option, String argument) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContainerMaker.class.getName(),
                        argument)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().map(line -> line.replaceAll(":\\d+$", ":LINE")).toList();
    }

    @Test
    void createdAt_nobodyAsked_isEmptyUntilItIsKept() throws Exception {
        assertThat(run("-ea", "later"))
                .containsExactly("named WeakValueMap -", "unnamed WeakSet -", "unnamed WeakSet " + SITE + "again:LINE");
    }

    @Test
    void createdAt_systemProperty_isTheLineThatCalledTheLibrary() throws Exception {
        List<String> said = run("-Ddev.gossamer.creationSites=true", "now");

        assertThat(said)
                .containsExactly(
                        "named WeakValueMap " + SITE + "main:LINE",
                        "unnamed WeakSet " + SITE + "main:LINE",
                        "unnamed WeakSet " + SITE + "again:LINE");
    }

    @Test
    void bean_unnamedContainers_areCountedByTheLineThatMadeThem() throws Exception {
        assertThat(run("-Ddev.gossamer.creationSites=true", "beans"))
                .contains("WeakSet by " + SITE + "main:LINE", "WeakSet by " + SITE + "again:LINE");
    }

    @Test
    void event_unnamedContainers_areSummedByTheLineThatMadeThem() throws Exception {
        assertThat(run("-Ddev.gossamer.creationSites=true", "record"))
                .contains(
                        "recorded named x1 " + SITE + "main:LINE",
                        "recorded unnamed WeakSet x1 " + SITE + "main:LINE",
                        "recorded unnamed WeakSet x3 " + SITE + "again:LINE");
    }
}
