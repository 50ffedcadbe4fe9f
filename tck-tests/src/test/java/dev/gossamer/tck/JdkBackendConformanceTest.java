package dev.gossamer.tck;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

class JdkBackendConformanceTest implements BackendContract {

    @Override
    public Backend backend() {
        return new JdkBackend();
    }
}
