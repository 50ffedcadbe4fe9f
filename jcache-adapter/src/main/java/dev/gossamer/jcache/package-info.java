/**
 * The provider of {@code javax.cache}: standard caches whose values may also be weak.
 *
 * <p>Most programs use only the types of the standard. What the standard does not cover is set by a
 * {@link dev.gossamer.jcache.WeakCacheConfiguration} in code, or by a configuration resource that a property of a
 * framework names.
 */
@NullMarked
package dev.gossamer.jcache;

import org.jspecify.annotations.NullMarked;
