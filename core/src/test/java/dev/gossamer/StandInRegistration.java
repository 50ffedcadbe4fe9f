package dev.gossamer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registration that does what a test says. */
final class StandInRegistration extends QueueRegistration {
    final List<Object> arrived = new ArrayList<>();
    volatile boolean idle;
    boolean behind;
    int catchUps;

    @Nullable Error thrown;

    StandInRegistration(@Nullable Object owner, ReclaimScheduler scheduler) {
        super(owner, scheduler);
    }

    @Override
    void arrived(Object reference) {
        arrived.add(reference);
        fail();
    }

    private void fail() {
        Error failure = thrown;
        if (failure != null) {
            behind = true;
            throw failure;
        }
    }

    @Override
    boolean isBehind() {
        return behind;
    }

    @Override
    void catchUp() {
        catchUps++;
        fail();
        behind = false;
    }

    @Override
    boolean isIdle() {
        return idle;
    }

    @Override
    void report(Throwable failure) {
        ErrorReporter.report("a stand-in", failure);
    }
}
