package dev.gossamer.jcache.near;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A load or a write of one key that is under way. While it stands in the table it reserves the key: others wait for its
 * answer, and an invalidation takes it out, so that it cannot install what it has read.
 */
final class Reservation<K, V> {
    private final CountDownLatch settled = new CountDownLatch(1);
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final Thread owner = Thread.currentThread();
    final @Nullable NearEntry<K, V> previous;
    final @Nullable Version<K> written;
    private final boolean write;
    private @Nullable V value;
    private @Nullable Throwable failure;

    /** How it ended for those who wait. */
    enum Outcome {
        /** With a value, or with the news that there is none. */
        ANSWERED,
        /** By an exception of the engine or the loader. */
        FAILED,
        /** Without an answer: something came in between. */
        OVERTAKEN
    }

    private Reservation(@Nullable NearEntry<K, V> previous, @Nullable Version<K> written, boolean write) {
        this.previous = previous;
        this.written = written;
        this.write = write;
    }

    static <K, V> Reservation<K, V> load(@Nullable NearEntry<K, V> previous) {
        return new Reservation<>(previous, null, false);
    }

    /** A write of a version, or of nothing when it removes. */
    static <K, V> Reservation<K, V> write(@Nullable NearEntry<K, V> previous, @Nullable Version<K> written) {
        return new Reservation<>(previous, written, true);
    }

    /** Has the engine asked before what was there before is answered again. */
    void doubtPrevious() {
        if (previous != null) {
            previous.doubt();
        }
    }

    void answer(@Nullable V answer) {
        value = answer;
        settle(Outcome.ANSWERED);
    }

    void fail(Throwable thrown) {
        failure = thrown;
        settle(Outcome.FAILED);
    }

    /** Lets those who wait begin anew; does nothing when they have an answer. */
    void overtake() {
        settle(Outcome.OVERTAKEN);
    }

    private void settle(Outcome how) {
        outcome.compareAndSet(null, how);
        settled.countDown();
    }

    /** Waits for the end, also of a thread that died without one. */
    Outcome await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (settled.await(1, TimeUnit.SECONDS)) {
                        break;
                    }
                    if (!owner.isAlive()) {
                        overtake();
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        Outcome end = outcome.get();
        return end == null ? Outcome.OVERTAKEN : end;
    }

    boolean isWrite() {
        return write;
    }

    boolean isSettled() {
        return settled.getCount() == 0;
    }

    Thread owner() {
        return owner;
    }

    /** The answer of one that ended with one. */
    @Nullable V answer() {
        return value;
    }

    /** Throws what one that failed failed with. */
    void rethrow() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        throw new IllegalStateException(failure);
    }
}
