/**
 * The provider of {@code javax.cache}: standard caches whose values may also be weak.
 *
 * <p>Most programs only meet the standard's own types; {@link dev.gossamer.jcache.WeakCacheConfiguration} is how code asks
 * for what the standard has no words for, and a configuration resource is how a framework's property does.
 */
@NullMarked
package dev.gossamer.jcache;

import org.jspecify.annotations.NullMarked;
