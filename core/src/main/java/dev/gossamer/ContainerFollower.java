package dev.gossamer;

import java.lang.ref.Reference;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Does something for each named container that comes, and undoes it when the container is gone; made by
 * {@link WeakContainers#follow}.
 *
 * <p>Thread-safe. Held by the library until it is closed; holds the containers weakly.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="follow"}
 *
 * @since 0.2.0
 */
public final class ContainerFollower implements AutoCloseable {

    private final Function<? super ObservedContainer, ? extends Runnable> binding;
    private final Map<ListedContainer, Followed> followed = new HashMap<>(); // this and the following guarded by this
    private final Map<String, BitSet> numbers = new HashMap<>();
    private final Set<String> labels = new HashSet<>();
    private boolean closed;
    private @Nullable ToDoubleFunction<Object> counting;

    /** What was done for a container. */
    private static final class Followed {
        final String name;
        final int number;

        /** How to undo it; {@code null} while it is being done. Guarded by the follower. */
        @Nullable Runnable undo;

        /** What functions that others hold refer to weakly, and what tells of the death of the container. */
        @Nullable ObservedContainer observed;

        @Nullable WeakRef<WeakContainer> reference;

        Followed(String name, int number) {
            this.name = name;
            this.number = number;
        }

        String label() {
            return number == 0 ? name : name + " #" + (number + 1);
        }
    }

    ContainerFollower(Function<? super ObservedContainer, ? extends Runnable> binding) {
        this.binding = Objects.requireNonNull(binding, "binding");
    }

    /** Follows a container, unless it is followed already; whatever is thrown is reported. */
    void follow(ListedContainer listed, WeakContainer container) {
        Followed fresh = admit(listed, container.name().orElseThrow());
        if (fresh == null) {
            return;
        }
        Runnable undo = () -> {};
        try {
            ObservedContainer observed = ObservedContainer.of(container, fresh.label());
            fresh.observed = observed;
            fresh.reference = WeakRef.of(container, dead -> leave(listed));
            undo = Objects.requireNonNull(binding.apply(observed), "undo");
        } catch (Throwable failure) {
            ErrorReporter.report("following", fresh.label(), failure);
        }
        if (!settle(listed, fresh, undo)) {
            run(undo, fresh.label());
        }
        Reference.reachabilityFence(container);
    }

    private synchronized @Nullable Followed admit(ListedContainer listed, String name) {
        if (closed || followed.containsKey(listed)) {
            return null;
        }
        BitSet taken = numbers.computeIfAbsent(name, first -> new BitSet());
        Followed fresh = new Followed(name, taken.nextClearBit(0));
        while (!labels.add(fresh.label())) { // another one's name
            fresh = new Followed(name, taken.nextClearBit(fresh.number + 1));
        }
        followed.put(listed, fresh);
        taken.set(fresh.number);
        return fresh;
    }

    /** Notes how to undo what was done; whether it is to stay. */
    private synchronized boolean settle(ListedContainer listed, Followed fresh, Runnable undo) {
        fresh.undo = undo;
        return followed.get(listed) == fresh;
    }

    /** Undoes what was done for a container. */
    void leave(ListedContainer listed) {
        Followed gone;
        Runnable undo;
        synchronized (this) {
            gone = followed.remove(listed);
            if (gone == null) {
                return;
            }
            labels.remove(gone.label());
            BitSet taken = numbers.get(gone.name);
            if (taken != null) {
                taken.clear(gone.number);
                if (taken.isEmpty()) {
                    numbers.remove(gone.name);
                }
            }
            undo = gone.undo; // where it is still being done, whoever does it sees that it is to be undone
        }
        if (undo != null) {
            run(undo, gone.label());
        }
    }

    private static void run(Runnable undo, String label) {
        try {
            undo.run();
        } catch (Throwable failure) {
            ErrorReporter.report("unfollowing", label, failure);
        }
    }

    /**
     * How many containers it follows now, those included whose collection was not noticed yet.
     *
     * @return the number of containers
     */
    public synchronized int size() {
        return followed.size();
    }

    /**
     * A function that gives {@link #size()}, whatever its argument. It consists of classes of the JDK alone and holds
     * this weakly, so it keeps no class loader where it is registered; when this is gone it gives {@link Double#NaN}.
     *
     * @return a function that any registry may hold
     */
    public synchronized ToDoubleFunction<Object> counter() {
        ToDoubleFunction<Object> known = counting;
        if (known == null) {
            known = ignored -> size();
            counting = known;
        }
        return ObservedContainer.detached(known);
    }

    /** Undoes all that was done, and follows no longer. Closing again does nothing. */
    @Override
    public void close() {
        List<ListedContainer> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(followed.keySet());
        }
        WeakContainers.forget(this);
        all.forEach(this::leave);
    }
}
