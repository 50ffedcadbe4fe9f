package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gossamer.Deaths.Victim;
import dev.gossamer.FinalizerGroup.Remaining;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FinalizerGroupTest {

    private final Victim victim = new Victim();
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final FinalizerGroup group = Finalizers.create();

    @AfterEach
    void useStandardErrorHandler() {
        ErrorHandler.useStandard();
    }

    @Test
    @DisplayName("FIN-4 detachAll gives up all of a group and nothing else")
    void detachAll_givesUpTheGroupAlone() {
        Finalizer<Void> stranger = Finalizers.register(victim.object, () -> {});
        group.register(victim.object, () -> heard.add("action"));
        group.registerAction(victim.object, "state", heard::add);
        Finalizer<Boolean> called = group.register(victim.object, "function", heard::add);
        assertThat(called.call()).hasValue(true);
        assertThat(group.size()).isEqualTo(2);
        assertThat(Finalizers.detachAll(group)).isEqualTo(2);
        assertThat(Finalizers.detachAll(group)).isZero();
        assertThat(group.size()).isZero();
        assertThat(stranger.detach()).isPresent();
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
        assertThat(group.register(victim.object, "again", heard::add).call()).hasValue(true);
        assertThat(heard).containsExactly("function", "again");
    }

    @Test
    @DisplayName("FIN-1 closing a group runs what is left, newest first, whatever one of them throws")
    void close_runsWhatIsLeftNewestFirst() {
        ErrorHandler.use((source, failure) -> heard.add(source + ": " + failure.getMessage()));
        var other = new Object();
        group.registerAction(victim.object, "first", heard::add);
        group.register(other, () -> {
            throw new IllegalStateException("thrown by the second");
        });
        group.registerAction(victim.object, "third", heard::add);
        try (group) {
            assertThat(heard).isEmpty();
        }
        assertThat(heard).containsExactly("third", "a finalizer: thrown by the second", "first");
        group.close();
        assertThat(heard).hasSize(3);
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)
                        + DeathCallbackQueue.shared().sizeFor(other))
                .isZero();
    }

    @Test
    @DisplayName("FIN-4 closing a group detaches what is left, as the caller says")
    void close_detach_runsNothing() {
        Finalizer<Void> finalizer = group.register(victim.object, () -> heard.add("action"));
        group.close(Remaining.DETACH);
        assertThat(finalizer.isAlive()).isFalse();
        assertThat(finalizer.call()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void register_withAClosedGroup_isRefused() {
        group.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> group.register(victim.object, () -> {}))
                .withMessage("the finalizer group is closed; register with another one");
        assertThat(group.size()).isZero();
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
    }

    @Test
    @Tag("collector")
    @DisplayName("FIN-3 CB-3 a dropped group's finalizers run, in one order with all others")
    void group_dropped_finalizersRun() {
        registerInAGroupOfItsOwn("older");
        Finalizers.registerAction(victim.object, "between", heard::add);
        registerInAGroupOfItsOwn("newer");
        victim.drop();
        Deaths.collectUntil("three actions", () -> heard.size() >= 3);
        assertThat(heard).containsExactly("newer", "between", "older");
    }

    private void registerInAGroupOfItsOwn(String name) {
        Finalizers.create().registerAction(victim.object, name, heard::add);
    }
}
