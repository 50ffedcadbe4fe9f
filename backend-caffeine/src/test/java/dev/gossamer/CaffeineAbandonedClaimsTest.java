package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** Abandoned claims over the Caffeine backend. */
class CaffeineAbandonedClaimsTest extends AbandonedClaims {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
