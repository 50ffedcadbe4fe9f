package dev.gossamer;

import dev.gossamer.PolledReferenceQueues.Polled;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the reclaiming thread runs, in plain Java: it waits for a reference to arrive, or for a pause to pass and then looks
 * into a share of the queues, gives what came to its turn, and goes on for as long as that returns {@code true}. It
 * holds the turn weakly and ends when that was collected. {@link MethodHandlePollingLoop} is the same without a class of
 * the library on the stack; this one is for where that cannot be had.
 */
final class PollingLoop implements Runnable {
    private final Reference<Predicate<Object>> turn;
    private final Polled polled;
    private final long pauseMillis;

    /**
     * Describes a loop.
     *
     * @param turn is given what came and says whether to go on; never throws
     * @param polled where to look
     * @param pauseMillis how long to wait between two looks
     */
    PollingLoop(Predicate<Object> turn, Polled polled, long pauseMillis) {
        this.turn = new WeakReference<>(turn, polled.arrivals());
        this.polled = polled;
        this.pauseMillis = pauseMillis;
    }

    @Override
    public void run() {
        while (goesOn()) {
            continue;
        }
    }

    private boolean goesOn() {
        try {
            Object found = waitAndLook();
            return found == null || take(found);
        } catch (Throwable failure) {
            return true; // the turn tells of its own; nothing was polled
        }
    }

    private @Nullable Object waitAndLook() {
        try {
            Object arrived = polled.arrivals().remove(pauseMillis);
            if (arrived != null) {
                return arrived;
            }
        } catch (InterruptedException nobodys) {
            return look();
        }
        return look();
    }

    private boolean take(Object found) {
        Predicate<Object> taker = turn.get();
        return taker != null && taker.test(found);
    }

    private @Nullable Object look() {
        if (polled.looksLeft().getAndDecrement() == 0
                || polled.called().getAndSet(false)
                || polled.brokenOff()[0] != 0
                || isRecordingNew()) {
            return Boolean.TRUE;
        }
        for (int left = polled.share().get(); left > 0; left--) {
            Object found = pollNext();
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private boolean isRecordingNew() {
        return !polled.recording().get()
                && FlightRecorderEvents.isEnabled(polled.recorded().get());
    }

    private @Nullable Object pollNext() {
        int slot =
                Math.floorMod(polled.cursor().getAndIncrement(), polled.used().get());
        polled.at().set(slot);
        ReferenceQueue<Object> queue = polled.array().get(slot);
        return queue == null ? null : queue.poll();
    }
}
