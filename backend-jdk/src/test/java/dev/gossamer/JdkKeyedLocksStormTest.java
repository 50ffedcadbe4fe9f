package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** Locks of many keys under many threads, over the JDK backend. */
class JdkKeyedLocksStormTest extends KeyedLocksStorm {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
