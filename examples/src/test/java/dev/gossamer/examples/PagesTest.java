package dev.gossamer.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.gossamer.examples.MarkdownPage.Block;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/**
 * The links and the code of the documentation. A block of Java shows a region of a test, which the comment above it names;
 * {@code mvn -Pfast test -pl examples -am -Dtest=PagesTest -Dpages.update} writes the regions into the pages.
 */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final String FORGE = "https://github.com/gossamer-dev/gossamer/";
    private static final Pattern FORGE_PATH =
            Pattern.compile(Pattern.quote(FORGE) + "(?:blob|tree)/main/([^#]*)(#.*)?");
    private static final Pattern COMMAND = Pattern.compile("^(?:mvn|\\.ci/\\S+).*$");
    private static final Pattern PROFILES = Pattern.compile(" -P(\\S+)");

    static Stream<MarkdownPage> pages() throws IOException {
        List<Path> files;
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            files = docs.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        return Stream.concat(
                        Stream.of("README.md", "CONTRIBUTING.md", "tck-tests/README.md", "benchmarks/README.md")
                                .map(ROOT::resolve),
                        files.stream())
                .map(MarkdownPage::of);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void java_eachBlock_isARegionOfATest(MarkdownPage page) throws IOException {
        if (System.getProperty("pages.update") != null) {
            page.update();
        }
        for (Block block : MarkdownPage.of(page.file()).blocks()) {
            if (block.language().equals("java")) {
                assertThat(block.region())
                        .as("the region named above line %s of %s", block.line() + 1, page.file())
                        .isNotNull();
            }
            if (block.region() != null) {
                assertThat(block.code())
                        .as("the block at line %s of %s; -Dpages.update writes it", block.line() + 1, page.file())
                        .isEqualTo(block.region().code());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void xml_eachBlock_parsesAndNamesTheVersionOfTheProject(MarkdownPage page) throws IOException {
        String version =
                first(ROOT.resolve("pom.xml"), "<version>(.*?)(?:-SNAPSHOT)?</version>"); // that it is to become
        for (Block block : page.blocks()) {
            if (block.language().equals("xml")) {
                String xml = String.join("\n", block.code());
                assertThatCode(() -> DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader("<all>" + xml + "</all>"))))
                        .as("the block at line %s of %s", block.line() + 1, page.file())
                        .doesNotThrowAnyException();
                if (xml.contains("<groupId>dev.gossamer<") && xml.contains("<version>")) {
                    assertThat(xml).as(page.file().toString()).contains("<version>" + version + "</version>");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commands_eachProfileAndScript_exists(MarkdownPage page) throws IOException {
        String poms = allPoms();
        for (Block block : page.blocks()) {
            for (String line : block.code()) {
                if (COMMAND.matcher(line).matches()) {
                    PROFILES.matcher(line)
                            .results()
                            .flatMap(profiles -> Stream.of(profiles.group(1).split(",")))
                            .forEach(profile -> assertThat(poms)
                                    .as("%s of %s", line, page.file())
                                    .contains("<id>" + profile + "</id>"));
                    if (line.startsWith(".ci/")) {
                        assertThat(ROOT.resolve(line.replaceFirst(" .*", ""))).exists();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_withinTheProject_leadSomewhere(MarkdownPage page) {
        for (String link : page.links()) {
            MatchResult forge = FORGE_PATH.matcher(link).results().findFirst().orElse(null);
            if (forge != null) {
                assertThat(ROOT.resolve(forge.group(1)))
                        .as(link + " in " + page.file())
                        .exists();
            } else if (!link.contains("://") && !link.startsWith("mailto:")) {
                follow(page, link);
            }
        }
    }

    private static void follow(MarkdownPage page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
        assertThat(target).as(link + " in " + page.file()).exists();
        if (parts.length == 2 && target.toString().endsWith(".md")) {
            assertThat(MarkdownPage.of(target).anchors())
                    .as(link + " in " + page.file())
                    .contains(parts[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_ofThePagesOfTheSite_stayWithinItOrAreWhole(MarkdownPage page) {
        Path docs = ROOT.resolve("docs").normalize();
        if (page.file().normalize().startsWith(docs)) {
            for (String link : page.links()) {
                if (!link.contains("://")) {
                    Path target = page.file()
                            .resolveSibling(link.replaceFirst("#.*", ""))
                            .normalize();
                    assertThat(target.startsWith(docs))
                            .as("%s in %s stays in docs", link, page.file())
                            .isTrue();
                }
            }
        }
    }

    private static String first(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String allPoms() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files.filter(file -> file.endsWith("pom.xml"))
                    .map(PagesTest::text)
                    .collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        return String.join("\n", MarkdownPage.of(file).lines());
    }
}
