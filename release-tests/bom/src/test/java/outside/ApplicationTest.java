package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gossamer.Backends;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

class ApplicationTest {

    @Test
    void container_besideABrokenServicesLine_isStoredByTheBackendThatIsThere() {
        Object value = new Object();
        WeakValueMap<String, Object> map = WeakValueMap.create();
        map.put("a", value);
        assertSame(value, map.get("a"));
        assertSame(WeakRef.identity(value), WeakRef.identity(value));
        assertEquals("jdk", Backends.standard().name());
    }

    @Test
    void cache_ofTheOnlyProvider_works() {
        Cache<String, String> cache = Caching.getCachingProvider()
                .getCacheManager()
                .createCache("c", new MutableConfiguration<String, String>());
        cache.put("k", "v");
        assertEquals("v", cache.get("k"));
    }
}
