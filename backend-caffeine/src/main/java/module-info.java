/** Storage for Gossamer on Caffeine, which bounds tables by size, weight and time. */
@org.jspecify.annotations.NullMarked
module dev.gossamer.backend.caffeine {
    requires static org.jspecify;
    requires transitive dev.gossamer.core;
    requires com.github.benmanes.caffeine;

    exports dev.gossamer.backend.caffeine;

    provides dev.gossamer.spi.Backend with
            dev.gossamer.backend.caffeine.CaffeineBackend;
}
