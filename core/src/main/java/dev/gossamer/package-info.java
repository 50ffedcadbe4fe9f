/**
 * References, maps, sets and interners that observe objects without keeping them alive.
 *
 * <p>Start with {@link dev.gossamer.WeakValueMap} (a canonical cache that forgets what nobody uses),
 * {@link dev.gossamer.WeakKeyMap} (data attached to objects that belong to others), {@link dev.gossamer.WeakSet}
 * (observers), {@link dev.gossamer.Interner} (one instance for equal values) or {@link dev.gossamer.WeakRef}. The storage
 * comes from a backend module on the class path or module path.
 */
@NullMarked
package dev.gossamer;

import org.jspecify.annotations.NullMarked;
