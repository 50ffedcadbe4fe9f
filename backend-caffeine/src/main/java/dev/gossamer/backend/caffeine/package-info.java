/** The storage backend on Caffeine: {@link dev.gossamer.backend.caffeine.CaffeineBackend}. */
@NullMarked
package dev.gossamer.backend.caffeine;

import org.jspecify.annotations.NullMarked;
