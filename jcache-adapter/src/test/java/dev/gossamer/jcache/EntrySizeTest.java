package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.entry.EntryStore;
import java.lang.reflect.Field;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jol.info.GraphLayout;

/**
 * Bytes that an entry costs beside its key and its value, exact, by JOL: of all that the storage and the timing wheel hold,
 * right after the table has grown, when it costs most. The deadlines fall into one slot of the wheel or, where the test
 * runs across the border of two, into both; the limit holds for either.
 */
class EntrySizeTest extends CacheFixture {
    private static final int ENTRIES = 6_500;
    private static final int KEY_AND_VALUE = 16 + 24;

    @ParameterizedTest
    @CsvSource({"jdk,false,64", "caffeine,false,64", "jdk,true,72", "caffeine,true,72"})
    void entry_besideKeyAndValue_isSmall(String backend, boolean expiring, int limit) throws Exception {
        WeakCacheConfigurationBuilder<Object, Object> settings = WeakCacheConfiguration.builder(
                        new MutableConfiguration<>().setStoreByValue(false))
                .backend(backend);
        if (expiring) {
            settings.expiry(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
        }
        Cache<Object, Object> cache = manager.createCache("c", settings.build());
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(Integer.valueOf(1_000 + i), Long.valueOf(1_000 + i));
        }
        EntryStore<Object, Object> entries = ((GossamerCache<Object, Object>) cache).parts().entries;
        Object storage = field(entries, "store");
        if (backend.equals("caffeine")) {
            storage = field(storage, "data");
        }
        Object wheel = field(entries, "wheel");
        long bytes = GraphLayout.parseInstance(storage, field(wheel, "slots"), field(wheel, "starts"))
                .totalSize();
        assertThat((double) bytes / ENTRIES - KEY_AND_VALUE).isBetween(40.0, (double) limit);
        assertThat(entries.watched()).isEqualTo(expiring ? ENTRIES : 0);
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
