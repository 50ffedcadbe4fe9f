/** What several packages of the provider need, and the near cache. Exported to that module alone. */
@NullMarked
package dev.gossamer.jcache.common;

import org.jspecify.annotations.NullMarked;
