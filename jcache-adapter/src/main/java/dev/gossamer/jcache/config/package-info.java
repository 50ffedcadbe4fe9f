/** Finding and reading a configuration resource. Not exported. */
@NullMarked
package dev.gossamer.jcache.config;

import org.jspecify.annotations.NullMarked;
