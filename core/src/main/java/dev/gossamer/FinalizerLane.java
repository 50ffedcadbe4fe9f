package dev.gossamer;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finalizers whose actions run in an executor of their own, so that slow actions delay no others. The backlog can be
 * read, and callers that register faster than actions run can be made to run some of them.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="finalizer-lane"}
 *
 * <p>Thread-safe. Holds its executor, and the actions whose objects have died until they have run; actions of living
 * objects are held as {@link Finalizers} hold them. Actions run in the order of the deaths if the executor keeps that
 * order. What an action throws goes to the {@link ErrorHandler}. Where the executor rejects them, the library's thread
 * for actions runs them.
 *
 * @since 0.2.0
 */
public final class FinalizerLane {
    private static final int HELP = 2;

    private final Executor executor;
    private final int bound;
    private final Queue<Runnable> due;
    private final AtomicInteger backlog;

    private FinalizerLane(Executor executor, int bound, Queue<Runnable> due, AtomicInteger backlog) {
        this.executor = executor;
        this.bound = bound;
        this.due = due;
        this.backlog = backlog;
    }

    /**
     * A lane whose actions run in an executor.
     *
     * @param executor where actions run
     * @return a new lane
     */
    public static FinalizerLane over(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return new FinalizerLane(executor, Integer.MAX_VALUE, new ConcurrentLinkedQueue<>(), new AtomicInteger());
    }

    /**
     * The same lane with a bound on the backlog: while more than the given number of actions wait, each registration
     * first runs two of them, in its own thread and under no lock of the library, so that the backlog cannot grow for
     * ever.
     *
     * @param actions how many may wait without help, at least 0
     * @return this lane, with that bound for registrations through it
     * @throws IllegalArgumentException if {@code actions} is negative
     */
    public FinalizerLane helpAbove(int actions) {
        if (actions < 0) {
            throw new IllegalArgumentException("helpAbove " + actions + " is negative; give 0 or more");
        }
        return new FinalizerLane(executor, actions, due, backlog);
    }

    /**
     * Registers an action that runs after an object has died.
     *
     * @param referent the object whose death is awaited
     * @param action what to do then; must not keep the referent alive
     * @return a handle to run the action earlier or to cancel it, which need not be kept
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the action is the referent or can be seen to hold it
     */
    public Registration register(Object referent, Runnable action) {
        Objects.requireNonNull(referent, "referent");
        Objects.requireNonNull(action, "action");
        CaptureCheck.ACTION.check(referent, action);
        for (int i = 0; i < HELP && backlog.get() > bound; i++) {
            runNext();
        }
        return new Registration(Finalizers.registerAction(referent, action, this::hand));
    }

    /**
     * How many actions wait for the executor: their objects have died, and they have not begun. Constant time.
     *
     * @return the number of actions
     */
    public int backlog() {
        return backlog.get();
    }

    private void hand(Runnable action) {
        boolean waits = false;
        try {
            backlog.incrementAndGet();
            waits = due.add(action);
            executor.execute(this::runNext);
        } catch (Throwable refused) {
            if (waits) {
                runNext();
            } else { // no memory for it
                backlog.decrementAndGet();
                run(action);
            }
            if (!(refused instanceof RejectedExecutionException)) {
                ErrorReporter.report("the executor of a finalizer lane", refused);
            }
        }
    }

    /** Runs the action that has waited longest, if nobody else has taken it. */
    private void runNext() {
        Runnable action = due.poll();
        if (action == null) {
            return;
        }
        backlog.decrementAndGet();
        run(action);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable failure) {
            ErrorReporter.report("a finalizer", failure);
        }
    }

    /**
     * An action that waits for the death of an object. Thread-safe; holds the action until it was run or cancelled, or the object has
     * died, and never the object.
     */
    public static final class Registration {
        private final Finalizer<Void> finalizer;

        private Registration(Finalizer<Void> finalizer) {
            this.finalizer = finalizer;
        }

        /**
         * Runs the action now, in this thread, unless it was run or cancelled, or the object has died.
         *
         * @return whether this call ran it; what it throws is thrown
         */
        public boolean run() {
            Finalizer.Details mine = finalizer.detach().orElse(null);
            if (mine != null) {
                ((Runnable) Objects.requireNonNull(mine.state(), "state")).run();
            }
            return mine != null;
        }

        /**
         * Cancels the action, unless it was run or cancelled, or the object has died.
         *
         * @return whether this call cancelled it
         */
        public boolean detach() {
            return finalizer.detach().isPresent();
        }
    }
}
