package dev.gossamer;

import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Takes dead entries out of the containers, in the ways that {@link Reclaim} names. Thread-safe. */
final class Reclaimer {
    // Who looks after which container?
    //
    // Each container has a queue of its own, so that reclaiming one touches no other and a dropped container takes its
    // queue with it. A container that may hold entries stands in WATCHED, weakly, and has its `watched` flag set; the
    // pulse's lookout looks into the queue of each, without touching this class until there is something in one. An
    // insertion comes before the look at the flag, and the flag is cleared before the
    // look at the size, so either the writer sees the flag cleared and registers again, or the pulse sees the entry.
    // A container must be empty for a few beats before it is let go: an entry that died and was replaced may still be
    // on its way to the queue. An explicit removal calls the lookout, so that a container emptied by hand is noticed.

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int IDLE_BEATS = 4;
    private static final int INLINE_LIMIT = 16;

    private static final Queue<WeakReference<Store<?, ?>>> WATCHED = new ConcurrentLinkedQueue<>();
    private static final Lookout LOOKOUT = new Lookout();
    private static final Pulse PULSE = Pulse.onArrival(
            "gossamer-reclaimer", new ReferenceQueue<>(), PAUSE, LOOKOUT, Reclaimer::arrived, Reclaimer::beat);
    private static final Worker LISTENERS =
            new Worker("gossamer-listeners", LINGER, failure -> Failures.report("a listener", failure));

    private Reclaimer() {}

    /** Has the pulse look after a container that got its first entry. */
    static void watch(Store<?, ?> store) {
        synchronized (WATCHED) {
            if (store.watched) {
                return;
            }
            store.watched = true;
            store.idleBeats = 0;
        }
        WATCHED.add(new WeakReference<>(store));
        LOOKOUT.add(store.queue);
        PULSE.start();
    }

    /** Has the pulse see soon whether a container has become empty. */
    static void removed() {
        LOOKOUT.call();
    }

    /** Has the pulse look after a hot tier that holds values for some time only. */
    static void expireLater(Settings settings) {
        HotTier<?> hot = settings.hot();
        if (hot != null && settings.reclaim().isWatched()) {
            boolean realTime = settings.bounds().ticker() == Bounds.NONE.ticker();
            LOOKOUT.callIn(realTime ? hot.tolerance().dividedBy(PAUSE) : 1);
        }
    }

    /** Takes a few entries out of a container and tells its listener, in the thread that writes to it. */
    static void inline(Store<?, ?> store) {
        store.expireHot(INLINE_LIMIT);
        drain(store, poll(store), INLINE_LIMIT, System.nanoTime());
    }

    /** Takes out all that is enqueued, tells the listener in the calling thread, and counts. */
    static int drain(Store<?, ?> store) {
        store.expireHot(Integer.MAX_VALUE);
        store.table.maintain();
        return drain(store, poll(store), Integer.MAX_VALUE, System.nanoTime());
    }

    private static int drain(Store<?, ?> store, @Nullable Entry first, int atMost, long noticed) {
        int count = 0;
        for (Entry entry = first; entry != null; entry = count < atMost ? poll(store) : null) {
            buryAndTell(store, entry);
            count++;
        }
        if (count > 0) {
            Flight.reclaimed(store, count, noticed);
        }
        return count;
    }

    /** Takes what the lookout polled to the container whose queue it came from. */
    private static void arrived(Object found) {
        if (found instanceof Map.Entry<?, ?> polled && polled.getValue() instanceof Entry entry) {
            for (WeakReference<Store<?, ?>> reference : WATCHED) {
                Store<?, ?> store = reference.get();
                if (store != null && store.queue == polled.getKey()) {
                    attend(store, entry);
                    return;
                }
            }
        }
    }

    private static boolean beat() {
        LOOKOUT.forgetCollected(); // else each look finds them, and has the pulse beat
        WATCHED.removeIf(reference -> {
            Store<?, ?> store = reference.get();
            return store == null || !attend(store, poll(store));
        });
        return !WATCHED.isEmpty();
    }

    /** Reclaims in one container, beginning with an entry from its queue; whether it is to be looked after any longer. */
    private static boolean attend(Store<?, ?> store, @Nullable Entry first) {
        if (store.expireHot(Integer.MAX_VALUE)) {
            expireLater(store.settings);
        }
        Executor executor = store.settings.reclaim().executor();
        if (first != null) {
            if (executor == null) {
                reclaimShared(store, first);
            } else {
                handOver(store, executor, first);
            }
        }
        if (store.table.estimatedSize() != 0) {
            store.idleBeats = 0;
            return true;
        }
        store.idleBeats++;
        if (store.idleBeats < IDLE_BEATS) {
            LOOKOUT.call();
            return true;
        }
        return !release(store);
    }

    /** Lets go of an empty container; whether that is so, or somebody else has registered it again. */
    private static boolean release(Store<?, ?> store) {
        LOOKOUT.remove(store.queue);
        store.watched = false;
        if (store.table.estimatedSize() == 0) {
            return true;
        }
        synchronized (WATCHED) {
            if (store.watched) {
                return true;
            }
            store.watched = true;
        }
        LOOKOUT.add(store.queue);
        return false;
    }

    private static void reclaimShared(Store<?, ?> store, Entry first) {
        CollectedListener<Object> listener = store.settings.listener();
        List<Collected> told = new ArrayList<>();
        long noticed = System.nanoTime();
        int count = 0;
        for (Entry entry = first; entry != null; entry = poll(store)) {
            count++;
            Object survivor = store.bury(entry);
            if (survivor != null && listener != null) {
                told.add(new Collected(survivor, entry.ticket()));
            }
        }
        Flight.reclaimed(store, count, noticed);
        if (listener != null && !told.isEmpty()) {
            LISTENERS.execute(() -> told.forEach(each -> tell(listener, each.survivor, each.ticket)));
        }
    }

    private static void handOver(Store<?, ?> store, Executor executor, Entry first) {
        long noticed = System.nanoTime();
        Runnable work = () -> drain(store, first, Integer.MAX_VALUE, noticed);
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            Failures.report("the executor of Reclaim.on", e);
            work.run();
        }
    }

    private static void buryAndTell(Store<?, ?> store, Entry entry) {
        Object survivor = store.bury(entry);
        CollectedListener<Object> listener = store.settings.listener();
        if (survivor != null && listener != null) {
            tell(listener, survivor, entry.ticket());
        }
    }

    private static void tell(CollectedListener<Object> listener, Object survivor, @Nullable Object ticket) {
        try {
            listener.collected(survivor, ticket);
        } catch (Throwable failure) {
            Failures.report("a listener", failure);
        }
    }

    private static @Nullable Entry poll(Store<?, ?> store) {
        return (Entry) store.queue.poll(); // looks before it locks
    }

    /** What a listener is told. */
    private record Collected(Object survivor, @Nullable Object ticket) {}
}
