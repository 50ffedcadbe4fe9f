package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.management.CacheCounters;
import dev.gossamer.jcache.management.StatisticsBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.integration.CacheLoader;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementTest extends CacheFixture {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static Set<ObjectName> names(String manager) throws Exception {
        return SERVER.queryNames(new ObjectName("javax.cache:CacheManager=" + manager + ",*"), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "star*",
                "question?",
                "quote\"",
                "comma,",
                "colon:",
                "equals=",
                "line\nbreak",
                "all*?\",:=\n\\",
                ""
            })
    void cacheName_withSpecialCharacters_isQuoted(String name) throws Exception {
        Cache<String, String> cache = manager.createCache(name, strings().setManagementEnabled(true));
        cache.put("k", "v");
        ObjectName statistics = new ObjectName(
                "javax.cache:type=CacheStatistics,CacheManager=test.ManagementTest,Cache=" + ObjectName.quote(name));
        assertThat(SERVER.getAttribute(statistics, "CachePuts")).isEqualTo(1L);
        assertThat(ObjectName.unquote(statistics.getKeyProperty("Cache"))).isEqualTo(name);
        assertThat(names("test.ManagementTest")).hasSize(2);
        cache.close();
        assertThat(names("test.ManagementTest")).isEmpty();
    }

    @Test
    void plainNames_areAsClientsExpect() throws Exception {
        manager.createCache("plain.name-1", strings().setManagementEnabled(true));
        assertThat(names("test.ManagementTest"))
                .containsExactlyInAnyOrder(
                        new ObjectName(
                                "javax.cache:type=CacheStatistics,CacheManager=test.ManagementTest,Cache=plain.name-1"),
                        new ObjectName(
                                "javax.cache:type=CacheConfiguration,CacheManager=test.ManagementTest,Cache=plain.name-1"));
    }

    @Test
    void managerUri_withSpecialCharacters_isQuoted() throws Exception {
        CacheManager special = provider.getCacheManager(URI.create("http://x/?a=b,c*"), null);
        special.createCache("c", strings());
        assertThat(names(ObjectName.quote("http://x/?a=b,c*"))).hasSize(1);
    }

    @Test
    void sameNamesInTwoClassLoaders_areToldApart() throws Exception {
        CacheManager other = provider.getCacheManager(manager.getURI(), new ThrowawayLoader("none"));
        manager.createCache("c", strings());
        other.createCache("c", strings());
        assertThat(names("test.ManagementTest")).hasSize(2);
        other.close();
        assertThat(names("test.ManagementTest")).hasSize(1);
    }

    @Test
    void averages_areMicroseconds() {
        CacheLoader<String, String> slow = new CacheLoader<>() {
            @Override
            public String load(String key) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                return key;
            }

            @Override
            public java.util.Map<String, String> loadAll(Iterable<? extends String> keys) {
                return java.util.Map.of();
            }
        };
        CacheCounters counters = new CacheCounters();
        counters.enable(true);
        StatisticsBean bean = new StatisticsBean(counters);
        long start = counters.start();
        slow.load("k");
        counters.hit(start);
        counters.put(start);
        counters.removal(start);
        assertThat(bean.getAverageGetTime()).isBetween(20_000f, 20_000_000f);
        assertThat(bean.getAveragePutTime()).isBetween(20_000f, 20_000_000f);
        assertThat(bean.getAverageRemoveTime()).isBetween(20_000f, 20_000_000f);
        bean.clear();
        assertThat(bean.getAverageGetTime()).isZero();
    }

    @Test
    void disabledStatistics_countNothingAndShowNothing() throws Exception {
        Cache<String, String> cache = cache(strings());
        manager.enableStatistics("cache", false);
        cache.put("k", "v");
        assertThat(names("test.ManagementTest")).isEmpty();
        manager.enableStatistics("cache", true);
        cache.get("k");
        assertThat(counters(cache).puts()).isZero();
        assertThat(counters(cache).hits()).isOne();
    }

    private static ObjectName standard(String type) throws Exception {
        return new ObjectName("javax.cache:type=" + type + ",CacheManager=test.ManagementTest,Cache=c");
    }

    private static void create(CacheManager in) {
        in.createCache("c", strings().setManagementEnabled(true)).put("k", "v");
    }

    @Test
    void lastOfSeveralCachesOfOneName_hasTheStandardName() throws Exception {
        CacheManager second = provider.getCacheManager(manager.getURI(), new ThrowawayLoader("none"));
        CacheManager third = provider.getCacheManager(manager.getURI(), new ThrowawayLoader("none"));
        create(manager);
        create(second);
        create(third);
        third.getCache("c").put("another", "v");
        manager.close();
        assertThat(SERVER.getAttribute(standard("CacheStatistics"), "CachePuts"))
                .isEqualTo(2L);
        assertThat(names("test.ManagementTest")).hasSize(4);
        second.close();
        assertThat(names("test.ManagementTest"))
                .containsExactlyInAnyOrder(standard("CacheStatistics"), standard("CacheConfiguration"));
    }

    @Test
    @Tag("collector")
    void redeployments_thatCloseNothing_leaveNoBean() throws Exception {
        for (int round = 0; round < 50; round++) {
            create(provider.getCacheManager(manager.getURI(), new ThrowawayLoader("none")));
        }
        create(manager);
        await("the beans of the living to be all there are", () -> {
            System.gc();
            return names("test.ManagementTest")
                    .equals(Set.of(standard("CacheStatistics"), standard("CacheConfiguration")));
        });
    }

    @Test
    void managerReopened_whileTheOldOneCloses_neverLacksTheStandardName() throws Exception {
        for (int round = 0; round < 300; round++) {
            CacheManager old = provider.getCacheManager(manager.getURI(), null);
            create(old);
            Thread closing = new Thread(old::close);
            closing.start();
            CacheManager next = old;
            while (next == old) {
                Thread.yield();
                next = provider.getCacheManager(manager.getURI(), null);
            }
            create(next);
            assertThat(names("test.ManagementTest"))
                    .containsExactlyInAnyOrder(standard("CacheStatistics"), standard("CacheConfiguration"));
            closing.join();
            assertThat(names("test.ManagementTest")).hasSize(2);
            next.close();
        }
    }

    @Test
    void cacheMadeAgain_whileTheOldOneCloses_neverLacksTheStandardName() throws Exception {
        for (int round = 0; round < 300; round++) {
            create(manager);
            Cache<String, String> old = manager.getCache("c", String.class, String.class);
            Thread closing = new Thread(old::close);
            closing.start();
            while (manager.getCache("c") != null) {
                Thread.yield();
            }
            create(manager);
            assertThat(names("test.ManagementTest"))
                    .containsExactlyInAnyOrder(standard("CacheStatistics"), standard("CacheConfiguration"));
            closing.join();
            assertThat(names("test.ManagementTest")).hasSize(2);
            manager.destroyCache("c");
        }
    }
}
