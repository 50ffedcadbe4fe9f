/** The rules that any weak map can be asked, put to Gossamer and to other libraries with the collector of the JVM. */
@NullMarked
package dev.gossamer.tck.peers;

import org.jspecify.annotations.NullMarked;
