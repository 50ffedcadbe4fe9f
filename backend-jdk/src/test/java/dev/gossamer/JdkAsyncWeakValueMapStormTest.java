package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** Many who ask for one key whose values die, over the JDK backend. */
class JdkAsyncWeakValueMapStormTest extends AsyncWeakValueMapStorm {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
