package dev.gossamer.tck;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

class CaffeineBackendConformanceTest implements BackendContract {

    @Override
    public Backend backend() {
        return new CaffeineBackend();
    }
}
