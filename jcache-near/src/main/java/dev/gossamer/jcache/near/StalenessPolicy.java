package dev.gossamer.jcache.near;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;

/**
 * How long what was read may be answered without asking again, and how long what is written lives. The shorter of
 * {@code maxStaleness} and the lifetime; half of a lifetime that reads extend, since the engine does not see near hits; and
 * not at all under an expiry policy of the user's own, which may have to see each read.
 */
final class StalenessPolicy {
    private final long window;
    private final Life life;

    private StalenessPolicy(long window, long lifeMillis) {
        this.window = window;
        this.life = new Life(lifeMillis);
    }

    /** How long what is written lives, at the longest, in milliseconds. Travels to the engine with processors and loaders. */
    record Life(long millis) implements Serializable {

        /** When what is written now ends, in milliseconds since 1970. */
        long deadline() {
            return millis == Envelope.NEVER ? Envelope.NEVER : System.currentTimeMillis() + millis;
        }
    }

    Life life() {
        return life;
    }

    /** For a cache that is not known to end anything. */
    static StalenessPolicy of(long maxStaleness) {
        return new StalenessPolicy(maxStaleness, Envelope.NEVER);
    }

    static StalenessPolicy of(long maxStaleness, ExpiryPolicy policy) {
        if (policy instanceof EternalExpiryPolicy) {
            return of(maxStaleness);
        }
        if (policy instanceof CreatedExpiryPolicy || policy instanceof ModifiedExpiryPolicy) {
            return within(maxStaleness, policy.getExpiryForCreation(), 1);
        }
        if (policy instanceof AccessedExpiryPolicy || policy instanceof TouchedExpiryPolicy) {
            StalenessPolicy half = within(maxStaleness, policy.getExpiryForCreation(), 2);
            return new StalenessPolicy(half.window, Envelope.NEVER);
        }
        return new StalenessPolicy(0, Envelope.NEVER);
    }

    private static StalenessPolicy within(long maxStaleness, Duration life, int share) {
        if (life.isEternal()) {
            return of(maxStaleness);
        }
        long millis = life.getTimeUnit().toMillis(life.getDurationAmount());
        long part = TimeUnit.MILLISECONDS.toNanos(millis) / share;
        return new StalenessPolicy(Math.min(maxStaleness, part), millis);
    }

    /** Whether each read has to reach the engine. */
    boolean asksAlways() {
        return window == 0;
    }

    /** Whether what is written is never there. */
    boolean endsAtOnce() {
        return life.millis() == 0;
    }

    /** For how many nanoseconds at most anything is answered without asking. */
    long window() {
        return window;
    }

    /** When what is written now ends, at the latest, in milliseconds since 1970. */
    long deadline() {
        return life.deadline();
    }

    /** Until when what was read is fresh: asked for at a time of the clock, with a deadline. */
    long until(long asked, long deadline) {
        if (asksAlways()) {
            return NearEntry.DOUBTED;
        }
        if (deadline == Envelope.NEVER) {
            return asked + window;
        }
        long left = TimeUnit.MILLISECONDS.toNanos(deadline - System.currentTimeMillis());
        return asked + Math.min(window, left);
    }
}
