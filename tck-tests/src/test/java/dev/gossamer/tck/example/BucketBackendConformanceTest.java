package dev.gossamer.tck.example;

import dev.gossamer.spi.Backend;
import dev.gossamer.tck.BackendContract;

class BucketBackendConformanceTest implements BackendContract {
    @Override
    public Backend backend() {
        return new BucketBackend();
    }
}
