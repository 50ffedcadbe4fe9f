/** What a cache counts, and its MBeans. Not exported. */
@NullMarked
package dev.gossamer.jcache.management;

import org.jspecify.annotations.NullMarked;
