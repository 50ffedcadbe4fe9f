package dev.gossamer;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values attached to keys that carry them: a value may refer to its own key and still goes when the key does.
 *
 * <p>A {@link WeakKeyMap} holds its values strongly, so a value that refers to its key keeps that entry for ever. Only an
 * ephemeron would not, and the JVM has none. The way out is to have the key hold the value: the library's side then holds
 * nothing. That is possible for keys that offer a place: any {@link Class}, and objects that implement
 * {@link AttachmentCarrier}.
 *
 * <p><strong>The limit</strong> lies on the other side: the key holds the value, and all that the value refers to, for
 * as long as the key lives. Attached to a class of the JDK, a value of an application keeps the application's class
 * loader, until {@link #close()} releases all values, which the application should call when it ends. Attachments that
 * were dropped without being closed leave each value with its key at least until the key is asked again: a carrier for
 * other attachments, a class for what another {@link ClassValue} computes. Even then a value goes only if no value refers
 * to the attachments that were dropped, or to a class that does.
 *
 * <p>Thread-safe. Looking up takes constant time. Attachments of different {@code Attachments} objects to one key are
 * independent of each other.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/OwnerRecipesTest.java" region="class-metadata"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1.0
 */
public sealed interface Attachments<K, V> extends AutoCloseable permits CarriedAttachments {

    /**
     * New attachments to classes. A value may be of the class, of a class of its loader, or refer to either.
     *
     * @param <V> the type of values
     * @return new empty attachments
     */
    static <V> Attachments<Class<?>, V> toClasses() {
        return new CarriedAttachments<>(new ClassAttachmentCells()::get);
    }

    /**
     * New attachments to objects that carry them.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return new empty attachments
     */
    static <K extends AttachmentCarrier, V> Attachments<K, V> toCarriers() {
        Object owner = new Object();
        return new CarriedAttachments<>(key -> key.attachments().cell(owner));
    }

    /**
     * The value attached to a key.
     *
     * @param key the key
     * @return the value, or {@code null} when there is none or these attachments are closed
     */
    @Nullable V get(K key);

    /**
     * Attaches a value, in place of the current one if there is one.
     *
     * @param key the key, which holds the value from now on
     * @param value the value
     * @return the value from before, or {@code null}
     * @throws IllegalStateException if these attachments are closed
     */
    @Nullable V put(K key, V value);

    /**
     * The value attached to a key, or else the one that a function makes, which is then attached. When several threads run
     * the function for one key at once, one result wins and all get it; no lock is held meanwhile.
     *
     * @param key the key
     * @param function makes the value; must not return {@code null}
     * @return the value that is attached
     * @throws IllegalStateException if these attachments are closed
     */
    V computeIfAbsent(K key, Function<? super K, ? extends V> function);

    /**
     * Removes the value attached to a key.
     *
     * @param key the key
     * @return the value that was attached, or {@code null}
     */
    @Nullable V remove(K key);

    /**
     * How many keys have a value. Linear time in the number of keys that have had one.
     *
     * @return the number of keys
     * @since 0.2.0
     */
    int size();

    /**
     * The keys that have a value now, by identity.
     *
     * @return a new unmodifiable set, which holds the keys
     * @since 0.2.0
     */
    Set<K> keys();

    /**
     * Counts from now on what {@link #stats()} tells. Costs each operation one uncontended addition.
     *
     * @return these attachments
     * @since 0.2.0
     */
    Attachments<K, V> recordStats();

    /**
     * What was counted so far: hits and misses of {@code get} and {@code computeIfAbsent}, loads, removals and replacements.
     *
     * @return the counts as of now; all 0 unless {@link #recordStats()} was called. The deaths of keys are not counted
     * @since 0.2.0
     */
    ContainerStats stats();

    /**
     * Removes all values from their keys, for good. Closing again does nothing. Takes time linear in the number of
     * keys.
     */
    @Override
    void close();
}
