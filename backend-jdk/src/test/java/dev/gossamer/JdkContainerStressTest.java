package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** The containers over the JDK backend under stress. */
class JdkContainerStressTest extends ContainerStress {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
