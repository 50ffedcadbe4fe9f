package dev.gossamer.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.HotTier;
import dev.gossamer.LoadingWeakValueMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.RealCollector;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheRecipesTest {
    private static final class Session {
        private final String user;

        Session(String user) {
            this.user = user;
        }

        static Session login(String user) {
            return new Session(user);
        }
    }

    private static final class SessionCache {
        // @start region="session-cache"
        private final WeakValueMap<String, Session> sessions = WeakValueMap.create();

        Session session(String user) {
            return sessions.computeIfAbsent(user, Session::login); // once, while anybody uses it
        }
        // @end region="session-cache"
    }

    @Test
    @Tag("collector")
    void sessionCache_sessionThatNobodyUses_leavesWithItsKey() {
        SessionCache cache = new SessionCache();
        Session ada = cache.session("ada");
        assertThat(cache.session("ada")).isSameAs(ada);
        visit(cache, "ben");
        RealCollector.await("ben's session to leave", () -> cache.sessions.estimatedSize() == 1);
        assertThat(cache.session("ada")).isSameAs(ada);
        assertThat(ada.user).isEqualTo("ada");
    }

    private static void visit(SessionCache cache, String user) {
        assertThat(cache.session(user).user).isEqualTo(user);
    }

    // @start region="configuration-cache"
    static LoadingWeakValueMap<Path, Properties> configurations() {
        return WeakValueMap.<Path, Properties>builder()
                .hot(HotTier.forAtLeast(Duration.ofMinutes(10))) // also while nobody uses it
                .loading(CacheRecipesTest::parse)
                .refreshAfter(Duration.ofMinutes(1)) // in the background; who asks gets the old one meanwhile
                .build();
    }

    private static Properties parse(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return properties;
    }
    // @end region="configuration-cache"

    @Test
    void configurationCache_fileThatChanged_isParsedAgainWhenRefreshed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("app.properties"), "port = 80");
        LoadingWeakValueMap<Path, Properties> configurations = configurations();
        Properties first = configurations.get(file);
        assertThat(first).containsEntry("port", "80");
        assertThat(configurations.get(file)).isSameAs(first);
        assertThat(configurations.refresh(file).join()).isSameAs(first); // it says the same
        Files.writeString(file, "port = 8080");
        assertThat(configurations.refresh(file).join()).containsEntry("port", "8080");
        assertThat(configurations.get(file)).containsEntry("port", "8080");
        Reference.reachabilityFence(first);
    }

    // @start region="hot-images"
    static WeakValueMap<Path, BufferedImage> images() {
        HotTier<BufferedImage> upTo64MiB =
                HotTier.weighing(64 << 20, image -> 4 * image.getWidth() * image.getHeight());
        return WeakValueMap.<Path, BufferedImage>builder().hot(upTo64MiB).build();
    }
    // @end region="hot-images"

    @Test
    @Tag("collector")
    void hotImages_overTheLimit_stayWhileInUse() {
        WeakValueMap<Path, BufferedImage> images = images();
        BufferedImage used = images.computeIfAbsent(Path.of("used.png"), CacheRecipesTest::paint);
        for (int i = 0; i < 20; i++) { // 80 MiB
            paintAndForget(images, Path.of(i + ".png"));
        }
        RealCollector.await("the oldest that nobody uses to leave", () -> !images.containsKey(Path.of("0.png")));
        assertThat(images.get(Path.of("used.png"))).isSameAs(used);
        assertThat(images.containsKey(Path.of("19.png"))).isTrue();
    }

    private static void paintAndForget(WeakValueMap<Path, BufferedImage> images, Path path) {
        images.computeIfAbsent(path, CacheRecipesTest::paint);
    }

    private static BufferedImage paint(Path path) {
        return new BufferedImage(1024, 1024, BufferedImage.TYPE_BYTE_GRAY);
    }

    private record Row(long id, String name) {}

    private static final class Customer {
        private final long id;
        private String name;

        Customer(Row row) {
            this.id = row.id;
            this.name = row.name;
        }
    }

    // @start region="identity-map"
    static final class UnitOfWork {
        private final WeakValueMap<Long, Customer> loaded = WeakValueMap.create();

        /** One object for each row, so that two queries never give two customers that drift apart. */
        Customer entity(Row row) {
            return loaded.computeIfAbsent(row.id(), id -> new Customer(row));
        }
    }
    // @end region="identity-map"

    @Test
    void identityMap_twoQueries_giveOneObject() {
        UnitOfWork work = new UnitOfWork();
        Customer first = work.entity(new Row(4711, "Ada"));
        first.name = "Ada Lovelace";
        Customer second = work.entity(new Row(4711, "Ada"));
        assertThat(second).isSameAs(first);
        assertThat(second.name).isEqualTo("Ada Lovelace");
        assertThat(work.entity(new Row(4712, "Ben")).id).isEqualTo(4712);
    }
}
