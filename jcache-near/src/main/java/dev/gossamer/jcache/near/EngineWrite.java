package dev.gossamer.jcache.near;

import org.jspecify.annotations.Nullable;

/** One writing operation of the engine. */
@FunctionalInterface
interface EngineWrite<R extends @Nullable Object> {
    /** Has the engine write what is given to be stored, which is {@code null} for a removal. */
    R apply(@Nullable Object stored);
}
