package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Deaths.Victim;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FinalizerLaneTest {
    private final Victim victim = new Victim();
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
    private final FinalizerLane lane = FinalizerLane.over(handed::add);

    @AfterEach
    void useStandardErrorHandler() {
        ErrorHandler.useStandard();
    }

    private void registerDying(FinalizerLane into, int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            into.register(new Object(), () -> heard.add(number));
        }
    }

    private void runHanded() {
        for (Runnable work = handed.poll(); work != null; work = handed.poll()) {
            work.run();
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("LANE-1 actions run in the executor of the lane alone, and what waits for it can be read")
    void register_objectsThatDie_waitForTheExecutor() {
        registerDying(lane, 20);
        Deaths.collectUntil("20 deaths to be handed over", () -> lane.backlog() == 20);
        assertThat(heard).isEmpty();
        runHanded();
        assertThat(heard).hasSize(20).doesNotHaveDuplicates();
        assertThat(lane.backlog()).isZero();
    }

    @Test
    @Tag("collector")
    @DisplayName("LANE-2 who registers helps while more wait than may, and only then")
    void register_aboveTheBound_helps() {
        FinalizerLane helped = lane.helpAbove(3);
        registerDying(lane, 6);
        Deaths.collectUntil("6 deaths to be handed over", () -> lane.backlog() == 6);
        Object alive = new Object();
        helped.register(alive, () -> {});
        assertThat(lane.backlog()).isEqualTo(4);
        helped.register(alive, () -> {});
        helped.register(alive, () -> {});
        assertThat(helped.backlog()).isEqualTo(3);
        assertThat(heard).hasSize(3);
        runHanded();
        assertThat(heard).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    @Tag("collector")
    @DisplayName("LANE-1 an executor that takes no more, or an action that throws, loses no other")
    void register_executorRejectsAndActionsThrow_runsAll() {
        ErrorHandler.use((source, failure) -> heard.add(source + ": " + failure.getMessage()));
        FinalizerLane full = FinalizerLane.over(work -> {
            throw new RejectedExecutionException("full");
        });
        full.register(new Object(), () -> {
            throw new IllegalStateException("thrown by the action");
        });
        registerDying(full, 5);
        Deaths.collectUntil("all to have run", () -> heard.size() == 6);
        assertThat(heard).contains("a finalizer: thrown by the action", 0, 1, 2, 3, 4);
    }

    @Test
    @DisplayName("LANE-3 an action that is run or given up before is done once, or never")
    void runAndDetach_beforeTheDeath_settleIt() {
        FinalizerLane.Registration run = lane.register(victim.object, () -> heard.add("run"));
        assertThat(run.run()).isTrue();
        assertThat(run.run()).isFalse();
        assertThat(run.detach()).isFalse();
        FinalizerLane.Registration given = lane.register(victim.object, () -> heard.add("given up"));
        assertThat(given.detach()).isTrue();
        assertThat(given.run()).isFalse();
        IllegalStateException failure = new IllegalStateException("thrown by the action");
        FinalizerLane.Registration throwing = lane.register(victim.object, () -> {
            throw failure;
        });
        assertThatThrownBy(throwing::run).isSameAs(failure);
        assertThat(heard).containsExactly("run");
        assertThat(lane.backlog()).isZero();
    }

    @Test
    @Tag("collector")
    @DisplayName(
            "FIN-3 a registration holds its action no longer than until it was run or cancelled, or its object died")
    void registration_settled_releasesItsAction() {
        List<WeakReference<Object>> actions = new ArrayList<>();
        List<FinalizerLane.Registration> kept = List.of(
                registerNoted(victim.object, actions),
                registerNoted(victim.object, actions),
                registerNoted(new Object(), actions));
        assertThat(kept.get(0).run()).isTrue();
        assertThat(kept.get(1).detach()).isTrue();
        Deaths.collectUntil("a death to be handed over", () -> lane.backlog() == 1);
        runHanded();
        assertThat(heard).hasSize(2);
        actions.forEach(Deaths::awaitClearing);
        Reference.reachabilityFence(kept);
    }

    private FinalizerLane.Registration registerNoted(Object referent, List<WeakReference<Object>> actions) {
        List<Object> sink = heard;
        Runnable action = () -> sink.add("run");
        actions.add(new WeakReference<>(action));
        return lane.register(referent, action);
    }

    @Test
    @SuppressWarnings("NullAway")
    void register_whatIsNoUse_isRefused() {
        Runnable action = new Runnable() {
            @Override
            public void run() {}
        };
        assertThatIllegalArgumentException().isThrownBy(() -> lane.register(action, action));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lane.helpAbove(-1))
                .withMessage("helpAbove -1 is negative; give 0 or more");
        assertThatNullPointerException()
                .isThrownBy(() -> lane.register(null, action))
                .withMessage("referent");
        assertThatNullPointerException()
                .isThrownBy(() -> FinalizerLane.over(null))
                .withMessage("executor");
    }
}
