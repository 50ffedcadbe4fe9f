package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.concurrent.DaemonThreads;
import dev.gossamer.jcache.expiry.ExpiryClock;
import dev.gossamer.jcache.expiry.ExpiryScheduler;
import dev.gossamer.jcache.expiry.ExpiryWheel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is thrown on the expiry thread, or in place of it, ends the expiry of a manager's caches. */
class ExpirySupervisionTest extends CacheFixture {
    private static final Duration SOON = new Duration(TimeUnit.MILLISECONDS, 20);

    /** A key that throws on the expiry thread, some times. */
    private static final class ThrowingKey {
        private final Throwable failure;
        private final AtomicInteger left;

        ThrowingKey(Throwable failure, int times) {
            this.failure = failure;
            this.left = new AtomicInteger(times);
        }

        @Override
        public int hashCode() {
            if (Thread.currentThread().getName().startsWith("gossamer-jcache-expiry") && left.getAndDecrement() > 0) {
                ExpirySupervisionTest.<RuntimeException>sneak(failure);
            }
            return 7;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("on purpose"),
                new AssertionError("on purpose"),
                new OutOfMemoryError("on purpose"),
                new StackOverflowError("on purpose"),
                new Exception("on purpose"));
    }

    private Cache<Object, String> soon(String name) {
        return manager.createCache(
                name,
                new MutableConfiguration<Object, String>()
                        .setStoreByValue(false)
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(SOON)));
    }

    private static void awaitEmpty(String what, Cache<Object, String> cache) {
        await(
                what,
                () -> !((GossamerCache<Object, String>) cache)
                        .parts()
                        .entries
                        .stored()
                        .hasNext());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void key_thatThrowsOnTheExpiryThread_endsNothingAndIsLookedAtAgain(Throwable failure) {
        Cache<Object, String> cache = soon("a");
        Cache<Object, String> other = soon("b");
        ThrowingKey throwing = new ThrowingKey(failure, 1);
        cache.put(throwing, "v");
        cache.put("same cache", "v");
        other.put("other cache", "v");
        awaitEmpty("expiry in another cache", other);
        awaitEmpty("expiry of the key that threw once, and of its neighbour", cache);
        assertThat(throwing.left.get()).as("throws that are left").isNotPositive();
    }

    @Test
    void key_thatAlwaysThrows_holdsUpNothing() {
        Cache<Object, String> cache = soon("a");
        List<ThrowingKey> throwing = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            throwing.add(new ThrowingKey(new AssertionError("on purpose"), Integer.MAX_VALUE));
            cache.put(throwing.get(i), "v");
        }
        await("each of them to throw", () -> throwing.stream().allMatch(key -> key.left.get() < Integer.MAX_VALUE));
        for (int round = 0; round < 3; round++) {
            String key = "k" + round;
            cache.put(key, "v");
            await(
                    "expiry of its neighbour",
                    () -> !((GossamerCache<Object, String>) cache)
                            .parts()
                            .entries
                            .isStored(key));
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void listener_thatThrows_endsNothing(Throwable failure) {
        List<Object> heard = new CopyOnWriteArrayList<>();
        CacheEntryExpiredListener<String, String> listener = events -> {
            heard.add(events);
            ExpirySupervisionTest.<RuntimeException>sneak(failure);
        };
        Cache<String, String> cache =
                cache(expiring(new CreatedExpiryPolicy(SOON)).addCacheEntryListenerConfiguration(sync(listener)));
        cache.put("a", "v");
        await("the first event", () -> heard.size() == 1);
        cache.put("b", "v");
        await("the second event", () -> heard.size() == 2);
    }

    /** What stands in for a thread that cannot be had, some times. */
    private static final class FailingStarter implements ExpiryScheduler.Starter {
        private final AtomicInteger failuresLeft;
        private final AtomicReference<Thread> started = new AtomicReference<>();

        FailingStarter(int failures) {
            this.failuresLeft = new AtomicInteger(failures);
        }

        @Override
        public Thread start(Runnable loop) {
            if (failuresLeft.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread: on purpose");
            }
            Thread thread = DaemonThreads.make("expiry", loop, null);
            thread.start();
            started.set(thread);
            return thread;
        }
    }

    /** A cache of one wheel, whose keys are expired when they are looked at. */
    private static final class Looked implements ExpiryWheel.Watched {
        final List<Object> seen = new CopyOnWriteArrayList<>();

        @Override
        public long expire(Object key) {
            seen.add(key);
            return ExpiryClock.NEVER;
        }

        @Override
        public boolean isInUse(Object key) {
            return false;
        }

        @Override
        public long count() {
            return 0;
        }

        @Override
        public void forEachDeadline(ExpiryWheel.Deadlines consumer) {}
    }

    private final Looked looked = new Looked();

    private ExpiryWheel wheelOf(ExpiryScheduler scheduler) {
        ExpiryWheel wheel = new ExpiryWheel("c", scheduler, looked);
        scheduler.add(wheel);
        return wheel;
    }

    @Test
    void thread_thatCannotBeHad_isStartedByALaterWrite() {
        ExpiryScheduler scheduler = new ExpiryScheduler(new FailingStarter(2));
        ExpiryWheel wheel = wheelOf(scheduler);
        wheel.add("a", ExpiryClock.now());
        wheel.add("b", ExpiryClock.now() + 1_000_000_000_000L);
        assertThat(looked.seen).isEmpty();
        wheel.add("c", ExpiryClock.now());
        await("the keys that are due", () -> looked.seen.size() == 2);
        assertThat(looked.seen).containsExactlyInAnyOrder("a", "c");
        scheduler.close();
    }

    @Test
    @Tag("collector")
    void thread_thatCannotBeHad_isStartedByItself() {
        ExpiryScheduler scheduler = new ExpiryScheduler(new FailingStarter(3));
        wheelOf(scheduler).add("a", ExpiryClock.now());
        await("the key, though nobody writes", () -> {
            System.gc();
            return looked.seen.equals(List.of("a"));
        });
        scheduler.close();
    }

    @Test
    void thread_thatDied_isReplaced() {
        AtomicInteger starts = new AtomicInteger();
        ExpiryScheduler scheduler = new ExpiryScheduler(loop -> {
            boolean first = starts.getAndIncrement() == 0;
            Thread thread = DaemonThreads.make("expiry", first ? () -> endIn(loop) : loop, null);
            thread.start();
            return thread;
        });
        ExpiryWheel wheel = wheelOf(scheduler);
        wheel.add("a", ExpiryClock.now());
        await("the key, on the second thread", () -> looked.seen.equals(List.of("a")));
        assertThat(starts.get()).isEqualTo(2);
        scheduler.close();
    }

    /** Runs the loop on a thread whose very first wait fails, and what follows too. */
    private static void endIn(Runnable loop) {
        ((ExpiryScheduler.Loop) loop).ended();
    }
}
