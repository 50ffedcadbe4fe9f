package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** Locks of many keys under many threads, over the Caffeine backend. */
class CaffeineKeyedLocksStormTest extends KeyedLocksStorm {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
