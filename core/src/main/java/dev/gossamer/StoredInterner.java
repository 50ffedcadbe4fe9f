package dev.gossamer;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The canonical instances are the keys of a map with weak keys. */
final class StoredInterner<E> implements Interner<E> {
    private final StoredWeakKeyMap<E, Object> map;

    /** A probe for whoever comes next, so that a hit allocates nothing. */
    private final AtomicReference<@Nullable InternerProbe> spare = new AtomicReference<>();

    StoredInterner(StoredWeakKeyMap<E, Object> map) {
        this.map = map;
    }

    Store<?, ?> store() {
        return map.store;
    }

    @Override
    public E intern(E instance) {
        E canonical = lookUp(instance, "instance");
        return canonical != null ? canonical : canonical(instance);
    }

    @Override
    public @Nullable E find(E probe) {
        return lookUp(probe, "probe");
    }

    @Override
    public <P> E intern(P probe, Equivalence<? super P> comparison, Function<? super P, ? extends E> factory) {
        Objects.requireNonNull(factory, "factory");
        E canonical = find(probe, comparison);
        return canonical != null ? canonical : canonical(made(probe, comparison, factory));
    }

    @Override
    public <P> @Nullable E find(P probe, Equivalence<? super P> comparison) {
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(comparison, "comparison");
        InternerProbe taken = spare.getAndSet(null);
        InternerProbe standIn = taken != null ? taken : new InternerProbe();
        try {
            standIn.lookFor(probe, comparison);
            return lookUp(standIn, "probe");
        } finally {
            standIn.release();
            spare.setRelease(standIn);
        }
    }

    private @Nullable E lookUp(Object probe, String parameter) {
        E canonical = map.canonicalKey(Objects.requireNonNull(probe, parameter));
        map.store.counter.looked(canonical != null);
        return canonical;
    }

    /** The canonical instance of a value that had none. */
    private E canonical(E instance) {
        if (map.store.settings.equivalence() == StandardEquivalence.EQUALITY) {
            ClassesWithoutEquals.requireEquals(instance);
        }
        while (true) {
            if (map.putIfAbsent(instance, Boolean.TRUE) == null) {
                return instance;
            }
            E canonical = map.canonicalKey(instance);
            if (canonical != null) {
                return canonical;
            }
        }
    }

    private <P> E made(P probe, Equivalence<? super P> comparison, Function<? super P, ? extends E> factory) {
        E instance = Objects.requireNonNull(factory.apply(probe), "the factory returned no instance");
        int hash = hash(instance);
        if (comparison.hash(probe) != hash) {
            throw new IllegalArgumentException("the comparison gives the probe the hash " + comparison.hash(probe)
                    + ", but the interner gives the instance made of it " + hash
                    + "; give a comparison whose hash agrees with that of the interner");
        }
        return instance;
    }

    private int hash(E instance) {
        return map.store.settings.equivalence().hash(instance);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public long estimatedSize() {
        return map.estimatedSize();
    }

    @Override
    public Set<E> snapshot() {
        return map.snapshot().keySet();
    }

    @Override
    public Interner<E> copy() {
        return WeakContainers.list(new StoredInterner<>(map.unlistedCopy()));
    }

    @Override
    public int reclaim() {
        return map.reclaim();
    }

    @Override
    public ContainerStats stats() {
        return map.stats();
    }

    @Override
    public Optional<String> name() {
        return map.name();
    }

    @Override
    public String toString() {
        return "Interner" + snapshot();
    }
}
