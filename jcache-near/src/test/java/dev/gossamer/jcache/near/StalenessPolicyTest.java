package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.Test;

/** How long what was read may be answered without asking again. */
class StalenessPolicyTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private static StalenessPolicy under(ExpiryPolicy policy) {
        return StalenessPolicy.of(MINUTE, policy);
    }

    @Test
    void until_withADeadline_isNoLaterThanThat() {
        long deadline = System.currentTimeMillis() + 1_000;
        assertThat(StalenessPolicy.of(MINUTE).until(5, deadline)).isLessThanOrEqualTo(5 + TimeUnit.SECONDS.toNanos(1));
        assertThat(StalenessPolicy.of(MINUTE).until(5, Envelope.NEVER)).isEqualTo(5 + MINUTE);
    }

    @Test
    void window_isNoLongerThanALifetimeAndHalfOfOneThatReadsExtend() {
        Duration tenSeconds = new Duration(TimeUnit.SECONDS, 10);
        assertThat(under(new CreatedExpiryPolicy(tenSeconds)).window()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
        assertThat(under(new AccessedExpiryPolicy(tenSeconds)).window()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
        assertThat(under(new CreatedExpiryPolicy(Duration.ONE_DAY)).window()).isEqualTo(MINUTE);
    }

    @Test
    void aPolicyOfTheUsersOwn_isAskedByTheEngineEachTime() {
        ExpiryPolicy own = new ExpiryPolicy() {
            @Override
            public Duration getExpiryForCreation() {
                throw new AssertionError("asked outside the engine");
            }

            @Override
            public Duration getExpiryForAccess() {
                throw new AssertionError("asked outside the engine");
            }

            @Override
            public Duration getExpiryForUpdate() {
                throw new AssertionError("asked outside the engine");
            }
        };
        assertThat(under(own).asksAlways()).isTrue();
        assertThat(under(own).endsAtOnce()).isFalse();
    }
}
