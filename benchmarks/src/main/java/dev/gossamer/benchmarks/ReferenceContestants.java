package dev.gossamer.benchmarks;

import dev.gossamer.Finalizers;
import dev.gossamer.WeakRef;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;

/** References and finalizers, ours and the JDK's. */
enum ReferenceContestants {
    WEAK_REF("WeakRef.of") {
        @Override
        Object act() {
            return WeakRef.of(REFERENT);
        }
    },

    WEAK_REFERENCE("new WeakReference") {
        @Override
        Object act() {
            return new WeakReference<>(REFERENT);
        }
    },

    FINALIZER("Finalizers.register(..).call()") {
        @Override
        Object act() {
            return Finalizers.register(new Object(), ACTION).call();
        }
    },

    CLEANER("Cleaner.register(..).clean()") {
        @Override
        Object act() {
            Cleaner.Cleanable registered = JDK.register(new Object(), ACTION);
            registered.clean();
            return registered;
        }
    };

    private static final Object REFERENT = new Object();
    private static final Runnable ACTION = () -> {};
    private static final Cleaner JDK = Cleaner.create();

    final String title;

    ReferenceContestants(String title) {
        this.title = title;
    }

    /** Makes one, and runs its action if it has one. */
    abstract Object act();
}
