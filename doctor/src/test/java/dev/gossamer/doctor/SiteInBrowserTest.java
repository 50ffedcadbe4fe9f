package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The pages of the project's site in a real browser, which has no network: {@code mvn -f site/pom.xml site} makes them before. */
@Tag("browser")
class SiteInBrowserTest {
    private static final Path SITE = Path.of("..", "site", "target", "site").toAbsolutePath();
    private static final int FEWEST_PAGES = 10;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--proxy-server=127.0.0.1:9");
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                        .build(),
                options);
        browser.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(2));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_280, 390})
    void pages_atAWidth_fitAndLeadToTheOthers(int width) throws Exception {
        List<Path> pages;
        try (Stream<Path> files = Files.list(SITE)) {
            pages = files.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
        assertThat(pages).hasSizeGreaterThanOrEqualTo(FEWEST_PAGES);
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
        for (Path page : pages) {
            browser.get(page.toUri().toString());
            assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth"))
                    .as("the width of %s in a window of %s", page.getFileName(), width)
                    .isLessThanOrEqualTo(width);
            assertThat(browser.findElement(By.cssSelector("main h1")).isDisplayed())
                    .isTrue();
            assertThat(browser.findElements(By.cssSelector("nav a"))).hasSizeGreaterThan(FEWEST_PAGES);
        }
    }
}
