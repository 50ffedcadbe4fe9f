package dev.gossamer.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The properties that docs/JCACHE.md gives for Spring Boot, inside one jar whose class path is jars in a jar. */
class SpringBootIT {
    private static final Pattern VALUE = Pattern.compile("\"value\":([0-9.]+)");

    private static StartedApplication application;

    @BeforeAll
    static void start() throws Exception {
        application = new StartedApplication(Path.of(System.getProperty("started.jar")));
    }

    @AfterAll
    static void end() throws Exception {
        assertThat(application.end()).as("exit code after SIGTERM").isEqualTo(143);
    }

    private static int number(String path) throws Exception {
        return Integer.parseInt(application.get(path));
    }

    @Test
    void caches_ofTheResourceAndWhatItIncludes_areThere() throws Exception {
        assertThat(application.get("/actuator/caches"))
                .contains("\"books\"", "\"words\"", "dev.gossamer.jcache.GossamerCache");
    }

    @Test
    void cacheable_withWeakValues_isCachedWhileInUseAndLoadedAnewAfter() throws Exception {
        int loads = number("/borrow?title=Momo");
        assertThat(number("/borrow?title=Momo")).isEqualTo(loads);
        assertThat(number("/give-back")).isEqualTo(loads);
        for (int turn = 0; turn < 100 && number("/borrow?title=Momo") == loads; turn++) {
            number("/give-back");
        }
        assertThat(number("/loads")).as("loads of what nobody had in use").isEqualTo(loads + 1);
        assertThat(number("/borrow?title=Momo")).isEqualTo(loads + 1);
    }

    @Test
    void annotationsOfTheStandard_storingByValue_areCachedUntilRemoved() throws Exception {
        assertThat(application.get("/words?title=the%20grey%20men")).isEqualTo("[\"the\",\"grey\",\"men\"]");
        int loads = number("/loads");
        assertThat(application.get("/words?title=the%20grey%20men")).isEqualTo("[\"the\",\"grey\",\"men\"]");
        assertThat(number("/forget-words?title=the%20grey%20men")).isEqualTo(loads);
        application.get("/words?title=the%20grey%20men");
        assertThat(number("/loads")).isEqualTo(loads + 1);
    }

    @Test
    void metrics_readOverHttp_countByCacheAndResult() throws Exception {
        double hits = metric("cache.gets", "cache:books", "result:hit");
        double misses = metric("cache.gets", "cache:books", "result:miss");
        double puts = metric("cache.puts", "cache:books");
        number("/borrow?title=Jim");
        number("/borrow?title=Jim");
        number("/borrow?title=Jim");
        assertThat(metric("cache.gets", "cache:books", "result:miss")).isEqualTo(misses + 1);
        assertThat(metric("cache.gets", "cache:books", "result:hit")).isEqualTo(hits + 2);
        assertThat(metric("cache.puts", "cache:books")).isEqualTo(puts + 1);
        assertThat(application.get("/actuator/metrics/cache.gets"))
                .contains("\"books\"", "\"words\"", "\"cache.manager\"", "\"hit\"", "\"miss\"");
        assertThat(metric("cache.evictions", "cache:words")).isZero();
        assertThat(metric("cache.removals", "cache:books")).isZero();
    }

    private static double metric(String name, String... tags) throws Exception {
        StringBuilder path = new StringBuilder("/actuator/metrics/" + name + "?");
        for (String tag : tags) {
            path.append("tag=").append(tag).append('&');
        }
        String answer = application.get(path.substring(0, path.length() - 1));
        Matcher matcher = VALUE.matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}
