package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.expiry.ExpiryClock;
import dev.gossamer.jcache.expiry.ExpiryScheduler;
import dev.gossamer.jcache.expiry.ExpiryWheel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one wheel holds, on the thread of the test in place of the expiry thread. */
class ExpiryWheelTest {
    private static final long FAR = ExpiryClock.now() + 3_600_000_000_000L;

    /** A cache that stores some keys with one deadline and counts how often it is asked for all of them. */
    private static final class Stored implements ExpiryWheel.Watched {
        private final List<Object> keys = new ArrayList<>();
        private int walks;

        Object inUse = "none";

        @Override
        public long expire(Object key) {
            return keys.contains(key) ? FAR : ExpiryClock.NEVER;
        }

        @Override
        public boolean isInUse(Object key) {
            return key.equals(inUse);
        }

        @Override
        public long count() {
            return keys.size();
        }

        @Override
        public void forEachDeadline(ExpiryWheel.Deadlines consumer) {
            walks++;
            keys.forEach(key -> consumer.accept(key, FAR));
        }
    }

    private final Stored stored = new Stored();
    private final ExpiryWheel wheel = new ExpiryWheel("c", new ExpiryScheduler(Thread::new), stored);

    @Test
    void wheel_ofEntriesThatOnlyCome_isNeverFilledAnew() {
        for (int i = 0; i < 1_000; i++) {
            wheel.add(i, FAR); // before the entry is stored, as the cache does it
            wheel.run(ExpiryClock.now());
            stored.keys.add(i);
        }
        assertThat(stored.walks).isZero();
        assertThat(wheel.size()).isEqualTo(1_000);
    }

    @Test
    void wheel_ofMoreReferencesThanTwoForAnEntry_isFilledAnew() {
        for (int i = 0; i < 1_000; i++) {
            wheel.add(i, FAR);
        }
        stored.keys.add(7);
        wheel.run(ExpiryClock.now());
        assertThat(stored.walks).isEqualTo(1);
        assertThat(wheel.size()).isEqualTo(1);
    }

    @Test
    void wheel_manyEqualKeysOfOneInUse_keepsOneOfThem() {
        stored.inUse = "used";
        for (int i = 0; i < 1_000; i++) {
            wheel.add(new String("used"), FAR);
        }
        stored.keys.add("used");
        wheel.run(ExpiryClock.now());
        assertThat(wheel.size()).isEqualTo(1);
    }
}
