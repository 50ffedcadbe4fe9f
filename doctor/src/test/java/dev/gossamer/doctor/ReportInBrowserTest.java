package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real browser, which has no network. Keeps pictures of it in {@code target/screenshots}. */
@Tag("browser")
class ReportInBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double READABLE = 4.5; // WCAG AA
    private static final double VISIBLE = 3;
    private static ChromeDriver browser;
    private static Path page;

    @BeforeAll
    static void open() throws Exception {
        Files.createDirectories(SCREENSHOTS);
        page = SCREENSHOTS.resolve("report.html").toAbsolutePath();
        RecordingModel model = busyModel();
        Files.writeString(page, ReportPage.of("app.jfr", model, FindingRule.all(model)));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--proxy-server=127.0.0.1:9",
                "--force-color-profile=srgb");
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .build();
        browser = new ChromeDriver(driver, options);
        browser.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(2));
    }

    /** A recording by hand with all kinds of faults, and names that would be HTML. */
    private static RecordingModel busyModel() {
        return new Models()
                .container("metadata", "WeakKeyMap", 20, i -> Models.Sample.of(100L * i))
                .container("listeners", "WeakSet", 20, i -> Models.Sample.of(1).collected(i))
                .container(
                        "documents",
                        "WeakValueMap",
                        20,
                        i -> Models.Sample.of(40 + i % 7).lookups(0, 100L * i).collected(95L * i))
                .container(
                        "<b>covers</b>",
                        "WeakValueMap",
                        20,
                        i -> Models.Sample.of(900).lookups(80L * i, 20L * i).hot(300, 300))
                .container(
                        "thumbnails",
                        "WeakValueMap",
                        20,
                        i -> Models.Sample.of(60L * i).hot(60L * i, 1_000_000))
                .heapUsed(20, i -> 10_000_000 + 3_000_000L * i)
                .selfPins("metadata", 98)
                .wait(Models.waited("web-1", Duration.ofSeconds(10), false))
                .wait(Models.waited("web-2", Duration.ofMillis(40), true))
                .failure(new CallbackFailure(
                        Models.second(3),
                        Optional.of("documents"),
                        "a listener of \"documents\"",
                        "java.lang.IllegalStateException",
                        "</script><script>alert(1)</script>"))
                .model();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void load() {
        show(1_200, "light");
    }

    private static void show(int width, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        browser.get(page.toUri().toString());
    }

    private static void keepScreenshot(String name) throws Exception {
        Object picture = browser.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"))
                .get("data");
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(picture)));
    }

    private static long number(String script, Object... arguments) {
        return ((Number) browser.executeScript(script, arguments)).longValue();
    }

    @Test
    void page_loaded_hasNoConsoleErrorAndRunsNothingOfTheRecording() {
        List<LogEntry> errors = browser.manage().logs().get(LogType.BROWSER).getAll();

        assertThat(errors).isEmpty();
        assertThat(browser.findElements(By.cssSelector("td b"))).isEmpty();
        assertThat(browser.findElement(By.tagName("body")).getText())
                .contains("<b>covers</b>", "</script><script>alert(1)</script>");
    }

    @Test
    void page_loaded_asksForNothing() {
        assertThat(number("return performance.getEntriesByType('resource').length"))
                .isZero();
    }

    @Test
    void charts_loaded_haveTheirLines() throws Exception {
        List<WebElement> charts = browser.findElements(By.cssSelector(".chart svg"));

        assertThat(charts).hasSize(6);
        for (WebElement chart : charts) {
            List<WebElement> lines = chart.findElements(By.cssSelector("path"));
            int keys = chart.findElements(By.xpath("../ul/li")).size();
            assertThat(lines).as(chart.getAttribute("aria-label")).hasSize(keys);
            assertThat(lines).allSatisfy(line -> {
                assertThat(line.getRect().getWidth()).isGreaterThan(100);
                assertThat(line.getCssValue("stroke")).isNotEqualTo("rgb(0, 0, 0)");
            });
            assertThat(chart.findElements(By.tagName("text"))).hasSizeGreaterThan(4);
        }
        keepScreenshot("light");
    }

    @Test
    void containers_sortedByMouse_followTheNumberBothWays() {
        WebElement size = header("Size");
        size.findElement(By.tagName("button")).click();
        assertThat(names()).startsWith("metadata", "thumbnails");
        assertThat(size.getAttribute("aria-sort")).isEqualTo("descending");

        size.findElement(By.tagName("button")).click();
        assertThat(names()).startsWith("listeners").endsWith("metadata");
        assertThat(size.getAttribute("aria-sort")).isEqualTo("ascending");
    }

    @Test
    void containers_sortedByKeyboard_followTheName() {
        WebElement name = header("Container");
        name.findElement(By.tagName("button")).sendKeys(Keys.ENTER);

        assertThat(names()).containsExactly("<b>covers</b>", "documents", "listeners", "metadata", "thumbnails");
        assertThat(name.getAttribute("aria-sort")).isEqualTo("ascending");
        name.findElement(By.tagName("button")).sendKeys(Keys.SPACE);
        assertThat(names()).startsWith("thumbnails");
        assertThat(header("Size").getAttribute("aria-sort")).isEqualTo("none");
    }

    private static WebElement header(String title) {
        return browser.findElement(By.xpath("//table[1]//th[button[text()='" + title + "']]"));
    }

    private static List<String> names() {
        return browser.findElement(By.tagName("table")).findElements(By.cssSelector("tbody tr td:first-child")).stream()
                .map(WebElement::getText)
                .toList();
    }

    @Test
    void phone_400PixelsWide_doesNotScrollSideways() throws Exception {
        show(400, "light");

        assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(400);
        assertThat(number("return document.querySelector('.chart svg').getBoundingClientRect().width"))
                .isGreaterThan(300);
        keepScreenshot("phone");
        show(400, "dark");
        keepScreenshot("phone-dark");
    }

    @Test
    void colors_bothSchemes_haveContrast() throws Exception {
        for (String scheme : List.of("light", "dark")) {
            show(1_200, scheme);

            assertThat(poorContrasts(
                            "h1, h2, h3, p, dt, dd, td, th button, figcaption, .keys li, code, .chart text", READABLE))
                    .as(scheme + ": texts")
                    .isEmpty();
            assertThat(poorContrasts(".chart path", VISIBLE))
                    .as(scheme + ": lines")
                    .isEmpty();
            keepScreenshot(scheme);
        }
    }

    /** The elements whose colour is too near to that behind them, with the contrast by WCAG's formula. */
    private static List<?> poorContrasts(String selector, double least) {
        return (List<?>) browser.executeScript("""
                const parse = color => (color.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
                const luminance = ([r, g, b]) => {
                  const linear = [r, g, b].map(each => each / 255)
                    .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
                  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
                };
                const behind = element => {
                  for (let each = element; each; each = each.parentElement) {
                    const color = parse(getComputedStyle(each).backgroundColor);
                    if (color.length === 3 || color[3] === 1) return color;
                  }
                  return [255, 255, 255];
                };
                const poor = [];
                for (const element of document.querySelectorAll(arguments[0])) {
                  const style = getComputedStyle(element);
                  const svg = element instanceof SVGElement;
                  const color = parse(!svg ? style.color : element.tagName === 'path' ? style.stroke : style.fill);
                  const [a, b] = [luminance(color), luminance(behind(element))].sort((x, y) => y - x);
                  const contrast = (a + 0.05) / (b + 0.05);
                  if (contrast < arguments[1]) poor.push(element.tagName + ' ' + element.textContent.slice(0, 30) + ' ' + contrast.toFixed(2));
                }
                return poor;
                """, selector, least);
    }
}
