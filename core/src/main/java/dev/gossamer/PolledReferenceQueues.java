package dev.gossamer;

import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The reference queues that one thread polls, a share of them at a time, and whose they are. Adding and removing takes
 * constant time. Thread-safe; removing and polling is for the polling thread alone.
 */
final class PolledReferenceQueues {
    // How does the polling thread find whose queue it was without touching the library?
    //
    // What the thread reads while nothing arrives is the fields of Polled, which lead to objects of the JDK alone: an
    // array of queues, by slot, and a cursor. The registrations stand in a second array, by the same slots, that the
    // thread does not see. When a look gives a reference the cursor tells its slot, and since only the polling thread
    // gives slots back, that slot is still the same registration's. A look allocates nothing, so what was polled is not
    // lost on the way.

    /** How many looks it takes to see every queue; with a pause of 250 ms each is looked at every 750 ms. */
    private static final int SHARES = 3;

    private static final int SMALLEST = 64;
    private static final int SMALLEST_SHARE = 256;

    /**
     * What a look reads: objects of the JDK.
     *
     * @param arrivals where the polling thread waits
     * @param called whether the next look is to give something, whatever the queues hold
     * @param brokenOff whose element is not 0 if the next look is to give something
     * @param looksLeft how many looks need not give anything before one has to, whatever the queues hold; below 0 for ever
     * @param share how many slots a look looks at
     * @param cursor counts the slots that were looked at
     * @param at the slot that was looked at last
     * @param used how many slots have ever been used, at least 1
     * @param recording whether the library tells the Flight Recorder how containers are, or looks for that by itself
     * @param recorded the type of the event that it tells them by, which is to be enabled first; {@code null} if not known yet
     * @param queues the queues by slot, {@code null} where there is none to look into
     */
    record Polled(
            ReferenceQueue<Object> arrivals,
            AtomicBoolean called,
            int[] brokenOff,
            AtomicInteger looksLeft,
            AtomicInteger share,
            AtomicInteger cursor,
            AtomicInteger at,
            AtomicInteger used,
            AtomicBoolean recording,
            AtomicReference<@Nullable Object> recorded,
            AtomicReference<AtomicReferenceArray<@Nullable ReferenceQueue<Object>>> queues) {

        /** The present array of queues. */
        AtomicReferenceArray<@Nullable ReferenceQueue<Object>> array() {
            return Objects.requireNonNull(queues.get());
        }
    }

    private final Polled polled;

    private @Nullable QueueRegistration[] registrations = new QueueRegistration[SMALLEST]; // guarded by this
    private int[] free = new int[SMALLEST]; // guarded by this: a stack of slots that were given back
    private int freed; // guarded by this
    private int next; // guarded by this: the first slot that was never used
    private int kept; // guarded by this: how many slots, from the first on, are never given back
    private volatile int size;

    /**
     * Queues of nobody.
     *
     * @param brokenOff has its element set to have a look give something, where nothing can be called
     */
    PolledReferenceQueues(int[] brokenOff) {
        polled = new Polled(
                new ReferenceQueue<>(),
                new AtomicBoolean(),
                brokenOff,
                new AtomicInteger(-1),
                new AtomicInteger(1),
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicInteger(1),
                new AtomicBoolean(),
                new AtomicReference<@Nullable Object>(),
                new AtomicReference<>(new AtomicReferenceArray<>(SMALLEST)));
    }

    Polled polled() {
        return polled;
    }

    /** Where owners arrive that were collected. */
    ReferenceQueue<Object> arrivals() {
        return polled.arrivals;
    }

    int size() {
        return size;
    }

    /** Has the next look give something. */
    void call() {
        if (!polled.called.get()) {
            polled.called.set(true);
        }
    }

    /** Has a later look give something, after some that need not. */
    void callIn(long looks) {
        int wanted = (int) Math.max(0, Math.min(looks, Integer.MAX_VALUE));
        int left = polled.looksLeft.get();
        while ((left < 0 || left > wanted) && !polled.looksLeft.compareAndSet(left, wanted)) {
            left = polled.looksLeft.get();
        }
    }

    /** Has the next look give something once a type of event is recorded, or no longer. */
    void awaitRecording(Object type, boolean awaited) {
        polled.recorded.set(type);
        polled.recording.set(!awaited);
    }

    /** Has a queue polled while there is a thread, without being a reason to have one; before any other is added. */
    synchronized void keep(QueueRegistration registration) {
        add(registration);
        kept = next;
        size = 0;
    }

    /** Has a queue polled unless it is already. */
    synchronized void add(QueueRegistration registration) {
        if (registration.slot >= 0) {
            return;
        }
        if (freed == 0 && next == registrations.length) {
            grow();
        }
        int slot = freed > 0 ? free[--freed] : next++;
        registrations[slot] = registration;
        registration.slot = slot;
        registration.registered();
        size++;
        polled.array().set(slot, registration.queue);
        if (next > polled.used.get()) {
            polled.used.set(next);
        }
        polled.share.set(Math.min(next, Math.max(SMALLEST_SHARE, (next + SHARES - 1) / SHARES)));
    }

    private void grow() {
        int length = 2 * registrations.length;
        AtomicReferenceArray<@Nullable ReferenceQueue<Object>> longer = new AtomicReferenceArray<>(length);
        AtomicReferenceArray<@Nullable ReferenceQueue<Object>> present = polled.array();
        for (int i = 0; i < present.length(); i++) {
            longer.setPlain(i, present.get(i));
        }
        int[] moreFree = Arrays.copyOf(free, length);
        registrations = Arrays.copyOf(registrations, length);
        free = moreFree;
        polled.queues.set(longer);
    }

    /** No longer has a queue polled. */
    synchronized void remove(QueueRegistration registration) {
        int slot = registration.slot;
        if (slot < 0) {
            return;
        }
        polled.array().set(slot, null);
        registrations[slot] = null;
        free[freed++] = slot;
        registration.slot = -1;
        registration.watched = false;
        size--;
        if (size == 0) {
            next = kept;
            freed = 0;
            polled.used.set(1);
            polled.share.set(1);
        }
    }

    /** Stops or goes on polling a queue that was added. */
    synchronized void mute(QueueRegistration registration, boolean muted) {
        if (registration.slot >= 0) {
            polled.array().set(registration.slot, muted ? null : registration.queue);
        }
    }

    /** Whether something was broken off since this was asked last. */
    boolean takeBrokenOff() {
        boolean broken = polled.brokenOff[0] != 0;
        polled.brokenOff[0] = 0;
        VarHandle.fullFence(); // the look at what was broken off comes after that
        return broken;
    }

    /** All registrations there are. Linear in the number of slots. */
    synchronized List<QueueRegistration> registrations() {
        List<QueueRegistration> all = new ArrayList<>(size);
        for (QueueRegistration each : registrations) {
            if (each != null) {
                all.add(each);
            }
        }
        return all;
    }

    /** Polls the next slot; what comes is its {@link #current()} registration's. */
    @Nullable Object pollNext() {
        int slot = Math.floorMod(polled.cursor.getAndIncrement(), polled.used.get());
        polled.at.set(slot);
        ReferenceQueue<Object> queue = polled.array().get(slot);
        return queue == null ? null : queue.poll();
    }

    /** How many slots a look looks at. */
    int share() {
        return polled.share.get();
    }

    /** The registration of the slot that was polled last. */
    synchronized @Nullable QueueRegistration current() {
        return registrations[polled.at.get()];
    }
}
