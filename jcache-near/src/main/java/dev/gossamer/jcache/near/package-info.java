/**
 * A weak near cache: in front of a distributed cache that is spoken to through {@code javax.cache} stands, in each process,
 * one canonical live instance of each value that is in use there.
 *
 * <p>{@link dev.gossamer.jcache.near.NearCache} is where to begin; {@link dev.gossamer.jcache.near.Envelope} is what the
 * engine stores, and {@link dev.gossamer.jcache.near.EngineHooks} how an engine may tell that it lost events.
 */
@NullMarked
package dev.gossamer.jcache.near;

import org.jspecify.annotations.NullMarked;
