package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;

class IteratorTest extends CacheFixture {

    @Test
    void iterator_underChange_givesEveryStayingEntryOnceAndNoneTwice() throws Exception {
        Cache<String, String> cache = cache(strings());
        for (int i = 0; i < 100; i++) {
            cache.put("stays" + i, "v");
        }
        AtomicBoolean stop = new AtomicBoolean();
        List<Boolean> results = Racers.race(3, i -> () -> {
            if (i > 0) {
                for (int n = 0; !stop.get(); n++) {
                    cache.put("comes" + n % 50, "v");
                    cache.remove("comes" + (n + 25) % 50);
                }
                return true;
            }
            boolean right = true;
            for (int n = 0; n < 200; n++) {
                Set<String> seen = new HashSet<>();
                int stayed = 0;
                for (Cache.Entry<String, String> entry : cache) {
                    right &= seen.add(entry.getKey()) && entry.getValue() != null;
                    stayed += entry.getKey().startsWith("stays") ? 1 : 0;
                }
                right &= stayed == 100;
            }
            stop.set(true);
            return right;
        });
        assertThat(results).containsOnly(true);
    }

    @Test
    void remove_removesTheCurrentEntryWithEventAndCount() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("a", "1");
        cache.put("b", "2");
        Iterator<Cache.Entry<String, String>> all = cache.iterator();
        assertThatThrownBy(all::remove)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no current entry; call next() first");
        String first = all.next().getKey();
        assertThat(all.hasNext()).isTrue();
        all.remove();
        assertThatThrownBy(all::remove).isInstanceOf(IllegalStateException.class);
        assertThat(cache.containsKey(first)).isFalse();
        assertThat(recorder.heard).hasSize(3).anyMatch(event -> event.startsWith("REMOVED " + first));
        assertThat(counters(cache).removals()).isOne();
        assertThat(counters(cache).hits()).isOne();
        all.next();
        assertThatThrownBy(all::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no more entries in cache \"cache\"");
    }

    @Test
    void iterator_ofAClosedCache_throws() {
        Cache<String, String> cache = cache(strings());
        cache.put("a", "1");
        Iterator<Cache.Entry<String, String>> all = cache.iterator();
        cache.close();
        assertThatThrownBy(all::hasNext).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(all::next).isInstanceOf(IllegalStateException.class);
    }
}
