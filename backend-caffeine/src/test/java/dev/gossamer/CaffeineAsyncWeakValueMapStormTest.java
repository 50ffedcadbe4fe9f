package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** Many who ask for one key whose values die, over the Caffeine backend. */
class CaffeineAsyncWeakValueMapStormTest extends AsyncWeakValueMapStorm {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
