package dev.gossamer.jcache.expiry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link ExpiryPolicy} of a cache says, as nanoseconds to live. A policy that fails is logged and never fails the
 * operation: a new entry then lives for ever, an old one keeps its deadline.
 */
public final class ExpiryRules {
    /** The entry keeps the deadline it has. */
    public static final long UNCHANGED = -1;

    private static final Logger LOG = System.getLogger(ExpiryRules.class.getName());

    private final String cacheName;
    private final ExpiryPolicy policy;
    private final boolean eternal;

    public ExpiryRules(String cacheName, ExpiryPolicy policy) {
        this.cacheName = cacheName;
        this.policy = policy;
        this.eternal = policy.getClass() == EternalExpiryPolicy.class;
    }

    public String cacheName() {
        return cacheName;
    }

    /** Whether no entry ever expires. */
    public boolean isEternal() {
        return eternal;
    }

    /** How long a new entry lives: 0 or more. */
    public long forCreation() {
        if (eternal) {
            return ExpiryClock.NEVER;
        }
        long nanos = ask("getExpiryForCreation", policy::getExpiryForCreation);
        return nanos == UNCHANGED ? ExpiryClock.NEVER : nanos;
    }

    /** How long an entry lives after it was read, or {@link #UNCHANGED}. */
    public long forAccess() {
        return eternal ? UNCHANGED : ask("getExpiryForAccess", policy::getExpiryForAccess);
    }

    /** How long an entry lives after its value was replaced, or {@link #UNCHANGED}. */
    public long forUpdate() {
        return eternal ? UNCHANGED : ask("getExpiryForUpdate", policy::getExpiryForUpdate);
    }

    private long ask(String question, Supplier<@Nullable Duration> answer) {
        try {
            Duration duration = answer.get();
            return duration == null ? UNCHANGED : nanos(duration);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "expiry policy of cache \"" + cacheName + "\" failed in " + question, e);
            return UNCHANGED;
        }
    }

    private static long nanos(Duration duration) {
        if (duration.isEternal()) {
            return ExpiryClock.NEVER;
        }
        return Math.max(0, duration.getTimeUnit().toNanos(duration.getDurationAmount()));
    }
}
