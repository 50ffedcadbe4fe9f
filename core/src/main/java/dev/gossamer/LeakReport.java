package dev.gossamer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the objects that were collected without having been closed, by the place where they were made.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/ResourceRecipesTest.java" region="leaked-connections"}
 *
 * <p>Thread-safe. Holds no watched object; one that is still reachable is no leak, however long it stays open. Watching
 * costs a stack walk of some microseconds and a {@linkplain Finalizers finalizer}; the report keeps the places where
 * objects were made. A leak is counted when its object has been collected and the finalizer has run.
 *
 * @since 0.2.0
 */
public final class LeakReport {
    /** How many leaked by where they were made, {@code null} when nothing is watched. */
    private final @Nullable ConcurrentMap<StackTraceElement, LongAdder> sites;

    /** Made when there is enough stack for its class initializer. */
    private final StackWalker stack;

    private LeakReport(@Nullable ConcurrentMap<StackTraceElement, LongAdder> sites) {
        EarlyInitializer.requireStack();
        this.stack = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
        this.sites = sites;
    }

    /**
     * A report of what is watched from now on.
     *
     * @return a new empty report
     */
    public static LeakReport create() {
        return new LeakReport(new ConcurrentHashMap<>());
    }

    /**
     * A report that watches nothing, at no cost.
     *
     * @return a report that stays empty
     */
    public static LeakReport off() {
        return new LeakReport(null);
    }

    /**
     * Watches an object, which is best done by its constructor. The place where it was made is the first caller that is
     * no method of the object itself, static methods of its classes and their superclasses included.
     *
     * @param object what has to be closed
     * @return the watch, which the object's {@code close()} has to close
     * @throws NotWeaklyReferenceableException if the object's class is value-based
     */
    public Watch watch(Object object) {
        Objects.requireNonNull(object, "object");
        if (sites == null) {
            return new Watch(null);
        }
        LongAdder leaked = sites.computeIfAbsent(site(object), first -> new LongAdder());
        return new Watch(Finalizers.registerAction(object, leaked, LongAdder::increment));
    }

    private StackTraceElement site(Object object) {
        return stack.walk(frames -> frames.filter(frame -> frame.getDeclaringClass() != LeakReport.class)
                .dropWhile(frame -> frame.getDeclaringClass().isInstance(object))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElseGet(() -> new StackTraceElement(object.getClass().getName(), "main", null, -1)));
    }

    /**
     * How many objects leaked, by the place that made them, most first.
     *
     * @return a new unmodifiable map without zeros
     */
    public Map<StackTraceElement, Long> leaks() {
        Map<StackTraceElement, Long> leaks = new LinkedHashMap<>();
        if (sites != null) {
            Map<StackTraceElement, Long> counts = new LinkedHashMap<>();
            sites.forEach((site, leaked) -> counts.put(site, leaked.sum()));
            counts.entrySet().stream()
                    .filter(count -> count.getValue() > 0)
                    .sorted(Map.Entry.<StackTraceElement, Long>comparingByValue()
                            .reversed())
                    .forEach(count -> leaks.put(count.getKey(), count.getValue()));
        }
        return Collections.unmodifiableMap(leaks);
    }

    /** Tells each place on a line of its own, with the number of objects that leaked there. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        leaks().forEach((site, count) -> lines.append(count)
                .append(" never closed, made at ")
                .append(site)
                .append('\n'));
        return lines.toString();
    }

    /** One watched object. Thread-safe; holds it weakly. */
    public static final class Watch implements AutoCloseable {
        private final @Nullable Finalizer<Void> leak;

        private Watch(@Nullable Finalizer<Void> leak) {
            this.leak = leak;
        }

        /**
         * Says that the object was closed, so that it is no leak, though it may be collected already: the JVM may do so while the
         * object's own {@code close()} runs. Closing again does nothing.
         */
        @Override
        public void close() {
            if (leak != null) {
                leak.drop();
            }
        }
    }
}
