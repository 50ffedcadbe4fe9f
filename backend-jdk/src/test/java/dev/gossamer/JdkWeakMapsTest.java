package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** Maps with two weak sides over the JDK backend. */
class JdkWeakMapsTest extends WeakMaps {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
