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
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
class CallbackTest {

    private final Victim victim = new Victim();
    private final List<Object> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void useStandardErrorHandler() {
        ErrorHandler.useStandard();
    }

    private void awaitHeard(int count) {
        Deaths.collectUntil(count + " callbacks", () -> heard.size() >= count);
    }

    @Test
    @DisplayName("CB-1 a kept reference calls once, with itself, dead")
    void referent_dies_keptReferenceCallsOnceWithItself() {
        var alive = new AtomicReference<>(true);
        WeakRef<Object> reference = WeakRef.of(victim.object, dead -> {
            alive.set(dead.isAlive() || dead.get() != null);
            heard.add(dead);
        });
        assertThat(reference.isAlive()).isTrue();
        victim.drop();
        awaitHeard(1);
        Deaths.awaitLaterDeath();
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0)).isSameAs(reference);
        assertThat(alive).hasValue(false);
    }

    @Test
    @DisplayName("CB-1 a dropped reference never calls")
    void reference_dropped_neverCalls() {
        WeakReference<WeakRef<Object>> dropped = dropReference();
        Deaths.collectUntil("the collection of the reference", () -> dropped.refersTo(null));
        WeakRef<Object> kept = WeakRef.of(victim.object, dead -> heard.add("kept"));
        victim.drop();
        awaitHeard(1);
        Deaths.awaitLaterDeath();
        assertThat(heard).containsExactly("kept");
        Reference.reachabilityFence(kept);
    }

    private WeakReference<WeakRef<Object>> dropReference() {
        return new WeakReference<>(WeakRef.of(victim.object, dead -> heard.add("dropped")));
    }

    @Test
    @DisplayName("CB-1 a reference held by its referent alone never calls")
    void reference_heldByItsReferentAlone_neverCalls() {
        WeakReference<Object[]> holder = holderOfItsReference();
        Deaths.collectUntil("the collection of the holder", () -> holder.refersTo(null));
        Deaths.awaitLaterDeath();
        assertThat(heard).isEmpty();
    }

    private WeakReference<Object[]> holderOfItsReference() {
        Object[] holder = new Object[1];
        holder[0] = WeakRef.of(holder, dead -> heard.add("held by its referent"));
        return new WeakReference<>(holder);
    }

    @Test
    @DisplayName("CB-1 dropped references of an object that lives on are swept out")
    void references_droppedWhileTheReferentLives_leaveNothingBehind() {
        WeakRef<Object> kept = WeakRef.of(victim.object, dead -> heard.add(dead));
        Deaths.collectUntil("dropped references to be swept out", () -> {
            for (int i = 0; i < 200; i++) {
                WeakRef.of(victim.object, dead -> heard.add(dead));
            }
            return DeathCallbackQueue.shared().sizeFor(victim.object) < 400;
        });
        victim.drop();
        awaitHeard(1);
        assertThat(heard.get(0)).isSameAs(kept);
    }

    @Test
    @DisplayName("CB-2 nothing of the library shows the object when its first callback runs")
    void callback_runs_everyReferenceIsDeadAndNoContainerShowsTheObject() {
        WeakSet<Object> set = WeakSet.identity();
        WeakKeyMap<Object, String> keys = WeakKeyMap.identity();
        WeakValueMap<String, Object> values = WeakValueMap.create();
        set.add(victim.object);
        keys.put(victim.object, "value");
        values.put("key", victim.object);
        List<WeakRef<Object>> references = new ArrayList<>(List.of(
                WeakRef.of(victim.object),
                WeakRef.identity(victim.object),
                keys.keyRefs().get(0)));
        Finalizer<Void> finalizer = Finalizers.register(victim.object, () -> {});
        WeakRef<Object> last = WeakRef.of(victim.object, dead -> {
            heard.add(List.of(
                    set.size(),
                    keys.size(),
                    values.size(),
                    values.isEmpty(),
                    set.iterator().hasNext()));
            heard.add(references.stream().filter(WeakRef::isAlive).count());
            heard.add(finalizer.isAlive());
        });
        references.add(last);
        victim.drop();
        awaitHeard(3);
        assertThat(heard).containsExactly(List.of(0, 0, 0, true, false), 0L, false);
    }

    @Test
    @DisplayName("CB-3 newest first, callbacks and finalizers in one order")
    void callbacksAndFinalizers_ofOneObject_runNewestFirst() {
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Object name = i;
            if (i % 3 == 0) {
                Finalizers.register(victim.object, () -> heard.add(name));
            } else {
                kept.add(WeakRef.of(victim.object, dead -> heard.add(name)));
            }
        }
        victim.drop();
        awaitHeard(50);
        List<Object> newestFirst = new ArrayList<>();
        for (int i = 49; i >= 0; i--) {
            newestFirst.add(i);
        }
        assertThat(heard).isEqualTo(newestFirst);
        Reference.reachabilityFence(kept);
    }

    @Test
    @DisplayName("CB-4 a throwing callback is reported, the others still run")
    void callback_throws_isReportedAndTheOthersRun() {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        ErrorHandler.use((source, failure) -> {
            failures.add(failure);
            heard.add(source);
        });
        var failure = new StackOverflowError("of a callback");
        List<Object> kept =
                List.of(WeakRef.of(victim.object, dead -> heard.add("older")), WeakRef.of(victim.object, dead -> {
                    throw failure;
                }));
        victim.drop();
        awaitHeard(2);
        assertThat(heard).containsExactly("a callback", "older");
        assertThat(failures).containsExactly(failure);
        Deaths.awaitLaterDeath();
        Reference.reachabilityFence(kept);
    }

    @Test
    @DisplayName("CB-4 a storm of exceptions, also from the handler, stops nothing")
    void handler_throwsToo_allStillRun() {
        ErrorHandler.use((source, failure) -> {
            heard.add(failure.getMessage());
            throw new IllegalStateException("thrown by the handler for " + failure.getMessage());
        });
        try (var log = CapturedLog.of("dev.gossamer")) {
            List<Object> kept = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String name = "failure " + i;
                kept.add(WeakRef.of(victim.object, dead -> {
                    throw new IllegalStateException(name);
                }));
            }
            victim.drop();
            awaitHeard(20);
            Deaths.awaitLaterDeath();
            assertThat(log.messages())
                    .filteredOn("the error handler failed"::equals)
                    .hasSize(20);
            assertThat(log.thrown()).contains("failure 0", "failure 19", "thrown by the handler for failure 7");
            Reference.reachabilityFence(kept);
        }
    }

    @Test
    @DisplayName("CB-4 without a handler failures are logged")
    void callback_throwsWithoutHandler_isLogged() {
        try (var log = CapturedLog.of("dev.gossamer")) {
            WeakRef<Object> kept = WeakRef.of(victim.object, dead -> {
                throw new IllegalStateException("nobody handles this");
            });
            victim.drop();
            Deaths.collectUntil("the log", () -> !log.messages().isEmpty());
            assertThat(log.messages()).containsExactly("a callback failed");
            assertThat(log.thrown()).containsExactly("nobody handles this");
            Reference.reachabilityFence(kept);
        }
    }

    @Test
    @DisplayName("CB-5 a callback may put its own key again, and change its container")
    void callback_putsItsKeyAgain_theContainerHasIt() {
        WeakValueMap<String, Object> map = WeakValueMap.create();
        map.put("key", victim.object);
        Object successor = new Object();
        WeakRef<Object> kept = WeakRef.of(victim.object, dead -> {
            heard.add(map.size());
            map.put("key", successor);
            map.computeIfAbsent("other", key -> successor);
            heard.add(map.reclaim());
        });
        victim.drop();
        awaitHeard(2);
        Deaths.awaitLaterDeath();
        assertThat(heard.get(0)).isEqualTo(0);
        assertThat(map.get("key")).isSameAs(successor);
        assertThat(map.get("other")).isSameAs(successor);
        Reference.reachabilityFence(kept);
    }

    @Test
    @DisplayName("CB-5 a callback may drop the map and register further callbacks")
    void callback_dropsTheMap_andRegistersMore() {
        var map = new AtomicReference<>(WeakKeyMap.<Object, Object>identity());
        var observer = new WeakReference<>(map.get());
        map.get().put(victim.object, "value");
        List<Object> kept = new CopyOnWriteArrayList<>();
        kept.add(WeakRef.of(victim.object, dead -> {
            map.setPlain(WeakKeyMap.identity());
            Object next = new Object();
            kept.add(WeakRef.of(next, nextDead -> heard.add("second")));
            heard.add("first");
        }));
        victim.drop();
        awaitHeard(2);
        assertThat(heard).containsExactly("first", "second");
        Deaths.collectUntil("the collection of the dropped map", () -> observer.refersTo(null));
    }

    @Test
    @DisplayName("CB-5 a callback runs on a thread without context class loader, holding no lock")
    void callback_whileAnotherThreadWorksOnTheContainer_doesNotBlockIt() {
        WeakKeyMap<Object, Integer> map = WeakKeyMap.identity();
        map.put(victim.object, 1);
        var sum = new AtomicInteger();
        WeakRef<Object> kept = WeakRef.of(victim.object, dead -> {
            var worker = new Thread(() -> {
                Object other = new Object();
                map.put(other, 2);
                map.compute(other, (key, value) -> sum.addAndGet(value));
                heard.add(WeakRef.of(other, ignored -> {}));
            });
            worker.start();
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            heard.add(Optional.ofNullable(Thread.currentThread().getContextClassLoader()));
        });
        victim.drop();
        awaitHeard(2);
        assertThat(heard).contains(Optional.empty());
        assertThat(sum).hasValue(2);
        Reference.reachabilityFence(kept);
    }

    @Test
    @DisplayName("CB-6 clear() and enqueue() do not call, and release the callback")
    void clear_byHand_neverCallsAndReleasesTheCallback() {
        for (Consumer<WeakRef<Object>> end : List.<Consumer<WeakRef<Object>>>of(WeakRef::clear, WeakRef::enqueue)) {
            var victim = new Victim();
            List<WeakReference<?>> callback = new ArrayList<>();
            WeakRef<Object> reference = referTo(victim.object, callback);
            end.accept(reference);
            assertThat(reference.isAlive()).isFalse();
            assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
            Deaths.collectUntil(
                    "the release of the callback", () -> callback.get(0).refersTo(null));
            victim.drop();
            Reference.reachabilityFence(reference);
        }
        Deaths.awaitLaterDeath();
        assertThat(heard).isEmpty();
    }

    @Test
    @DisplayName("CB-6 after it ran the callback is released")
    void callback_ran_isReleased() {
        List<WeakReference<?>> callback = new ArrayList<>();
        WeakRef<Object> reference = referTo(victim.object, callback);
        victim.drop();
        awaitHeard(1);
        Deaths.collectUntil("the release of the callback", () -> callback.get(0).refersTo(null));
        assertThat(reference.isAlive()).isFalse();
    }

    private WeakRef<Object> referTo(Object referent, List<WeakReference<?>> observer) {
        Consumer<WeakRef<Object>> callback = dead -> heard.add("called");
        observer.add(new WeakReference<>(callback));
        return WeakRef.of(referent, callback);
    }

    @Test
    @DisplayName("REF-3 REF-4 a reference with a callback equals and hashes as one without")
    void reference_withCallback_equalsOneWithout() {
        String text = new String("text");
        assertThat(WeakRef.of(text, dead -> {})).isEqualTo(WeakRef.of(text)).hasSameHashCodeAs(WeakRef.of(text));
    }

    @Test
    @DisplayName("ID-1 ID-2 refused referents and callbacks leave nothing behind")
    void of_refused_tellsWhy() {
        assertThatNullPointerException()
                .isThrownBy(() -> WeakRef.of(nothing(), dead -> {}))
                .withMessage("referent");
        assertThatNullPointerException()
                .isThrownBy(() -> WeakRef.of(victim.object, nothing()))
                .withMessage("callback");
        assertThatThrownBy(() -> WeakRef.of(100_000, dead -> {})).isInstanceOf(NotWeaklyReferenceableException.class);
        assertThat(DeathCallbackQueue.shared().sizeFor(victim.object)).isZero();
    }

    @Test
    @DisplayName("CB-1 a callback that captures its referent is refused, as it would never be called")
    void of_callbackCapturesTheReferent_isRefused() {
        Object referent = victim.object;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakRef.of(referent, dead -> heard.add(referent)))
                .withMessageMatching("the callback captures the referent in the field \"arg\\$\\d\" of "
                        + "dev\\.gossamer\\.CallbackTest\\$\\$Lambda.*, which would keep it alive for ever; "
                        + "let it use only what outlives the referent");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without NullAway may pass
    private static <T> T nothing() {
        return (T) null;
    }
}
