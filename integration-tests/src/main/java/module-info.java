/** An application that names no backend and no JCache provider: what it finds comes from the path. */
module dev.gossamer.it {
    requires dev.gossamer.core;
    requires cache.api;

    uses javax.cache.spi.CachingProvider; // cache.api is no module of its own and says nothing
}
