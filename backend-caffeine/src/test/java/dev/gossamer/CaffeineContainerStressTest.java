package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** The containers over the Caffeine backend under stress. */
class CaffeineContainerStressTest extends ContainerStress {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
