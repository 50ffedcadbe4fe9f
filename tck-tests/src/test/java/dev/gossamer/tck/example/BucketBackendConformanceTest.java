package dev.gossamer.tck.example;

import dev.gossamer.spi.Backend;
import dev.gossamer.tck.BackendContract;

// @start region="conformance"
class BucketBackendConformanceTest implements BackendContract {
    @Override
    public Backend backend() {
        return new BucketBackend();
    }
}
// @end region="conformance"
