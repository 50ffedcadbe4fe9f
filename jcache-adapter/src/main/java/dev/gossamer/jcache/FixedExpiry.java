package dev.gossamer.jcache;

import java.io.Serializable;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The expiry policy that a resource spells out: a duration for each occasion, {@code null} for no change.
 *
 * @param created how long a new entry lives
 * @param accessed how long an entry lives after it was read
 * @param updated how long an entry lives after its value was replaced
 */
record FixedExpiry(
        Duration created,
        @Nullable Duration accessed,
        @Nullable Duration updated) implements ExpiryPolicy, Serializable {

    @Override
    public Duration getExpiryForCreation() {
        return created;
    }

    @Override
    public @Nullable Duration getExpiryForAccess() {
        return accessed;
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
        return updated;
    }
}
