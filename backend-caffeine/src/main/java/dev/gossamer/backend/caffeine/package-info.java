/** The storage backend on Caffeine; {@link dev.gossamer.backend.caffeine.CaffeineBackend} is all there is to name. */
@NullMarked
package dev.gossamer.backend.caffeine;

import org.jspecify.annotations.NullMarked;
