/**
 * Storage for Gossamer on Caffeine, which bounds tables by size, weight and time.
 *
 * <p>Programs need not name anything in it: {@link dev.gossamer.Backends} finds
 * {@link dev.gossamer.backend.caffeine.CaffeineBackend} on the module path.
 */
@org.jspecify.annotations.NullMarked
module dev.gossamer.backend.caffeine {
    requires static org.jspecify;
    requires transitive dev.gossamer.core;
    requires com.github.benmanes.caffeine;

    exports dev.gossamer.backend.caffeine;

    provides dev.gossamer.spi.Backend with
            dev.gossamer.backend.caffeine.CaffeineBackend;
}
