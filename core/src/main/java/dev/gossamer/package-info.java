/**
 * References, maps, sets and interners that observe objects without keeping them alive.
 *
 * <p>Start with {@link dev.gossamer.WeakValueMap} (a canonical cache that forgets what nobody uses),
 * {@link dev.gossamer.WeakKeyMap} (data attached to objects that belong to others), {@link dev.gossamer.WeakSet},
 * {@link dev.gossamer.Interner} (one instance for equal values) or {@link dev.gossamer.WeakRef}. To be told when an object
 * dies there are {@link dev.gossamer.Finalizers} and the callbacks of references; {@link dev.gossamer.WeakListeners} keeps
 * listeners for as long as their owners live, {@link dev.gossamer.WeakProxy} and {@link dev.gossamer.WeakMethod} call what
 * they hold weakly. The storage comes from a backend module on the class path or module path.
 */
@NullMarked
package dev.gossamer;

import org.jspecify.annotations.NullMarked;
