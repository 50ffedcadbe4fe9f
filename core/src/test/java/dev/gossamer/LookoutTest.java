package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("RC-2, RC-4: the lookout")
class LookoutTest {
    private final Lookout lookout = new Lookout();
    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();

    private Object look() throws Throwable {
        return (Object) lookout.look().invokeExact();
    }

    @Test
    void look_nothingArrived_findsNothing() throws Throwable {
        assertThat(look()).isNull();
        lookout.add(queue);
        assertThat(look()).isNull();
    }

    @Test
    void look_referenceArrivedInSecondQueue_givesQueueAndReferenceOnce() throws Throwable {
        ReferenceQueue<Object> second = new ReferenceQueue<>();
        lookout.add(queue);
        lookout.add(second);
        WeakReference<Object> reference = new WeakReference<>(this, second);
        reference.enqueue();
        Map.Entry<?, ?> found = (Map.Entry<?, ?>) look();
        assertThat(found.getKey()).isSameAs(second);
        assertThat(found.getValue()).isSameAs(reference);
        assertThat(look()).isNull();
    }

    @Test
    void look_queueRemoved_looksNoLonger() throws Throwable {
        lookout.add(queue);
        lookout.remove(queue);
        new WeakReference<>(this, queue).enqueue();
        assertThat(look()).isNull();
    }

    @Test
    void look_called_findsSomethingOnce() throws Throwable {
        lookout.call();
        lookout.call();
        assertThat(look()).isEqualTo(true);
        assertThat(look()).isNull();
    }

    @Test
    void look_calledForLater_findsSomethingThenAndOnce() throws Throwable {
        lookout.callIn(5);
        lookout.callIn(2);
        lookout.callIn(7);
        assertThat(look()).isNull();
        assertThat(look()).isNull();
        assertThat(look()).isEqualTo(true);
        for (int i = 0; i < 1_000; i++) {
            assertThat(look()).isNull();
        }
        lookout.callIn(0);
        assertThat(look()).isEqualTo(true);
    }

    @Test
    @Tag("collector")
    void forgetCollected_queueCollected_findsNothingAndKeepsTheOthers() throws Throwable {
        lookout.add(queue);
        addDropped();
        Awaited.collection("the collection of a queue", () -> {
            try {
                return Boolean.TRUE.equals(look());
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        lookout.forgetCollected();
        assertThat(look()).isNull();
        new WeakReference<>(this, queue).enqueue();
        assertThat(look()).isNotNull();
    }

    @Test
    @Tag("collector")
    void look_queueCollected_findsThatUntilRemoved() throws Throwable {
        lookout.add(queue);
        addDropped();
        Awaited.collection("the queue that was dropped", () -> {
            try {
                return look() != null;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        assertThat(look()).isEqualTo(true);
        lookout.remove(new ReferenceQueue<>());
        assertThat(look()).isNull();
    }

    private void addDropped() {
        lookout.add(new ReferenceQueue<>());
    }
}
