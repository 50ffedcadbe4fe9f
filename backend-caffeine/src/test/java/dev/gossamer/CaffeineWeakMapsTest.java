package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** Maps with two weak sides over the Caffeine backend. */
class CaffeineWeakMapsTest extends WeakMaps {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
