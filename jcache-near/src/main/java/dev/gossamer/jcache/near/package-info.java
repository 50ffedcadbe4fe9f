/**
 * A weak near cache, in front of a distributed cache that is used through {@code javax.cache}: in each process there is
 * one canonical live instance of each value that is in use there.
 *
 * <p>Start with {@link dev.gossamer.jcache.near.NearCache}. A {@link dev.gossamer.jcache.near.Envelope} is what the
 * engine stores; {@link dev.gossamer.jcache.near.EngineHooks} notice that an engine may have lost events.
 */
@NullMarked
package dev.gossamer.jcache.near;

import org.jspecify.annotations.NullMarked;
