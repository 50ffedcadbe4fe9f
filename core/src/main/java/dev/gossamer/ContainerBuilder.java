package dev.gossamer;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The options that all builders share. A builder is not thread-safe; what it builds is. It can build more than once.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="builder"}
 *
 * @param <B> the type of the builder itself
 * @since 0.1.0
 */
public abstract sealed class ContainerBuilder<B extends ContainerBuilder<B>>
        permits WeakValueMap.Builder,
                WeakKeyMap.Builder,
                WeakMap.Builder,
                WeakMultimap.Builder,
                WeakSet.Builder,
                Interner.Builder {
    private @Nullable Backend backend;
    private Equivalence<Object> equivalence;
    private IdentityPolicy identityPolicy = IdentityPolicy.REJECT;
    private WrapperPolicy wrapperPolicy = WrapperPolicy.REJECT;
    private Reclaim reclaim = Reclaim.SHARED;
    private boolean recordsStats;
    private Class<?> type = getClass().getEnclosingClass();
    private @Nullable String name;
    private int initialCapacity;
    private final Set<Feature> asked = EnumSet.noneOf(Feature.class);
    private @Nullable CollectedListener<Object> listener;
    private @Nullable HotTier<?> hot;

    /** The bounds set so far. */
    Bounds bounds = Bounds.NONE;

    ContainerBuilder(Equivalence<Object> equivalence) {
        this.equivalence = equivalence;
    }

    /**
     * Stores in the given backend instead of {@linkplain Backends#standard() the standard one}.
     *
     * @param backend the backend, held by the container
     * @return this builder
     */
    public B backend(Backend backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
        return self();
    }

    /**
     * Stores in the backend with a given name.
     *
     * @param name the name of a backend on the class path or module path, such as {@code jdk} or {@code caffeine}
     * @return this builder
     * @throws IllegalArgumentException if there is none of that name; the message lists those there are
     */
    public B backend(String name) {
        return backend(Backends.named(name));
    }

    /**
     * Sets who reclaims dead entries; {@link Reclaim#SHARED} unless set.
     *
     * @param reclaim how to reclaim
     * @return this builder
     */
    public B reclaim(Reclaim reclaim) {
        this.reclaim = Objects.requireNonNull(reclaim, "reclaim");
        return self();
    }

    /**
     * Sets what happens to an object without identity on the weak side; {@link IdentityPolicy#REJECT} unless set.
     *
     * @param policy what to do with it
     * @return this builder
     */
    public B identityPolicy(IdentityPolicy policy) {
        this.identityPolicy = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Sets what happens to a {@link java.lang.ref.Reference}, a {@link java.util.concurrent.Future} or a container on
     * the weak side; {@link WrapperPolicy#REJECT} unless set.
     *
     * @param policy what to do with it
     * @return this builder
     * @since 0.2.0
     */
    public B wrapperPolicy(WrapperPolicy policy) {
        this.wrapperPolicy = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Counts what {@link WeakContainer#stats()} tells. Costs each operation one uncontended addition.
     *
     * @return this builder
     */
    public B recordStats() {
        this.recordsStats = true;
        return self();
    }

    /**
     * Names the container and its copies, which {@link WeakContainers#named()} then lists. Flight Recorder events show
     * this name; a container without one appears in them as its kind and a number, and in the periodic event together
     * with all others of its kind. Where the module {@code jdk.jfr} is there, the library's thread stays for as long as a
     * named container lives, whatever {@link Reclaim} says.
     *
     * @param name any name
     * @return this builder
     */
    public B name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Sizes the table for a number of entries from the start, so that it need not grow until there are more.
     *
     * @param entries the expected number, at least 0
     * @return this builder
     * @throws IllegalArgumentException if {@code entries} is negative
     */
    public B initialCapacity(int entries) {
        if (entries < 0) {
            throw new IllegalArgumentException("initialCapacity " + entries + " is negative; give 0 or more");
        }
        this.initialCapacity = entries;
        return self();
    }

    /**
     * Evicts so that at rest no more than a number of entries is kept. Needs {@link Feature#MAXIMUM_SIZE}. An evicted
     * entry is forgotten even if its weak side is still alive.
     *
     * @param entries the most entries to keep, at least 0
     * @return this builder
     * @throws IllegalArgumentException if {@code entries} is negative or a maximum weight is set
     */
    public B maximumSize(long entries) {
        this.bounds = bounds.maximumSize(entries);
        return ask(Feature.MAXIMUM_SIZE);
    }

    /**
     * Evicts what was not written for some time, even if its weak side is still alive. Needs
     * {@link Feature#EXPIRE_AFTER_WRITE}.
     *
     * @param duration how long to keep an entry, more than zero
     * @return this builder
     * @throws IllegalArgumentException if {@code duration} is zero or negative
     */
    public B expireAfterWrite(Duration duration) {
        this.bounds = bounds.expireAfterWrite(duration);
        return ask(Feature.EXPIRE_AFTER_WRITE);
    }

    /**
     * Evicts what was neither read nor written for some time, even if its weak side is still alive. Needs
     * {@link Feature#EXPIRE_AFTER_ACCESS}.
     *
     * @param duration how long to keep an entry, more than zero
     * @return this builder
     * @throws IllegalArgumentException if {@code duration} is zero or negative
     */
    public B expireAfterAccess(Duration duration) {
        this.bounds = bounds.expireAfterAccess(duration);
        return ask(Feature.EXPIRE_AFTER_ACCESS);
    }

    /**
     * Uses another source of time than {@link System#nanoTime()}, for tests of expiry.
     *
     * @param nanoseconds gives a time in nanoseconds that never goes back; must not write to the container
     * @return this builder
     */
    public B ticker(LongSupplier nanoseconds) {
        this.bounds = bounds.ticker(nanoseconds);
        return self();
    }

    /** Notes that a bound was set; {@link #settings()} sees whether the backend can keep it. */
    final B ask(Feature feature) {
        asked.add(feature);
        return self();
    }

    @SuppressWarnings("unchecked") // a container passes only its own keys
    final B equivalence(Equivalence<?> keys) {
        this.equivalence = (Equivalence<Object>) Objects.requireNonNull(keys, "keys");
        return self();
    }

    /** Says which type users know of what is built, where that is a part of it. */
    final B type(Class<?> type) {
        this.type = type;
        return self();
    }

    @SuppressWarnings("unchecked") // a container passes only its own survivors
    final B listener(CollectedListener<?> onCollected) {
        this.listener = (CollectedListener<Object>) Objects.requireNonNull(onCollected, "listener");
        return self();
    }

    final B hotTier(HotTier<?> tier) {
        this.hot = Objects.requireNonNull(tier, "tier");
        return self();
    }

    final ContainerSettings settings() {
        Backend chosen = backend == null ? Backends.standard() : backend;
        for (Feature feature : asked) {
            requireNotHot(feature);
            requireOffered(feature, chosen);
        }
        return SharedSettings.of(new ContainerSettings(
                type,
                name,
                chosen,
                equivalence,
                identityPolicy,
                wrapperPolicy,
                reclaim,
                listener,
                recordsStats,
                initialCapacity,
                hot,
                bounds));
    }

    /** Refuses the bounds that were set, if any, with the reason and the way out. */
    final void requireNoBounds(String why) {
        for (Feature feature : asked) {
            throw new IllegalArgumentException(feature.option() + "(…) " + why);
        }
    }

    private void requireNotHot(Feature feature) {
        if (hot != null) {
            throw new IllegalArgumentException("hot(" + hot + ") and " + feature.option()
                    + "(…) contradict each other: one keeps every value that is in use, the other forgets it;"
                    + " set the one that matters");
        }
    }

    private static void requireOffered(Feature feature, Backend chosen) {
        if (chosen.features().contains(feature)) {
            return;
        }
        List<String> able = Backends.all().stream()
                .filter(other -> other.features().contains(feature))
                .map(other -> "backend(\"" + other.name() + "\")")
                .toList();
        throw new IllegalArgumentException("the backend \"" + chosen.name() + "\" does not offer " + feature.option()
                + "; use "
                + (able.isEmpty() ? "dev.gossamer:gossamer-backend-caffeine, which does" : able.get(0)));
    }

    @SuppressWarnings("unchecked") // the permitted subclasses pass themselves as B
    private B self() {
        return (B) this;
    }
}
