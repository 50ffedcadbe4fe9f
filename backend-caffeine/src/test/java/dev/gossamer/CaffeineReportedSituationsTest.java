package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** What people reported, over the Caffeine backend. */
class CaffeineReportedSituationsTest extends ReportedSituations {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
