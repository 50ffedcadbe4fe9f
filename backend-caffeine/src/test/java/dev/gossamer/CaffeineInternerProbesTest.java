package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** Interners over the Caffeine backend. */
class CaffeineInternerProbesTest extends InternerProbes {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
