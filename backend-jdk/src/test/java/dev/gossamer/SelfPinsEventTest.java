package dev.gossamer;

import static dev.gossamer.LiveRecording.isOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-1 DIAG-4 samples of maps with weak keys")
class SelfPinsEventTest {

    private record Span(Map<String, Object> context) {}

    private record Request(String address) {}

    @Test
    void event_valuesThatReferToTheirKeys_namesPathAndClassesAlone() {
        WeakKeyMap<Object, Object> map = WeakKeyMap.builder()
                .name("pinning")
                .keys(Equivalence.identity())
                .build();
        for (int i = 0; i < 300; i++) {
            Request request = new Request("address " + i);
            map.put(request, new Span(Map.of("secret" + i, List.of("text", request))));
        }

        try (LiveRecording recording = LiveRecording.of("SelfPins")) {
            RecordedEvent event = recording.await("a sample of the map", isOf("pinning"));
            assertThat(event.getInt("sampled")).isEqualTo(100);
            assertThat(event.getInt("pinned")).isEqualTo(100);
            assertThat(event.getString("keyClass")).isEqualTo(Request.class.getName());
            assertThat(event.getString("valueClass")).isEqualTo(Span.class.getName());
            assertThat(event.getString("path"))
                    .isEqualTo("SelfPinsEventTest.Span.context.get(…)[…] → SelfPinsEventTest.Request");
            assertThat(event.getBoolean("complete")).isTrue();
            assertThat(event.getString("unread")).isNull();
        }
        Reference.reachabilityFence(map);
    }

    /** Throws when it is read. */
    private static final class BrokenList extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            throw new AssertionError("closed");
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    @DisplayName("RC-7 a map whose values cannot be read is reported, and the others are sampled")
    void event_valueThatThrows_leavesTheOtherMaps() {
        Object key = new Object();
        List<WeakKeyMap<Object, Object>> maps = new ArrayList<>();
        for (String name : List.of("before", "broken", "after")) {
            WeakKeyMap<Object, Object> map = WeakKeyMap.builder().name(name).build();
            map.put(key, name.equals("broken") ? Collections.unmodifiableList(new BrokenList()) : "text");
            maps.add(map);
        }

        try (CapturedLog log = CapturedLog.of("dev.gossamer");
                LiveRecording recording = LiveRecording.of("SelfPins")) {
            recording.await("a sample of the map before", isOf("before"));
            recording.await("a sample of the map after", isOf("after"));
            Deaths.await("a report of the broken map", () -> log.thrown().contains("closed"));
            assertThat(log.messages()).contains("sampling for self-pins in \"broken\" failed");
        }
        maps.forEach(Map::clear);
        Reference.reachabilityFence(key);
    }

    @Test
    void of_valueThatRefersToMuch_endsAndSaysSo() {
        WeakKeyMap<Object, Object> map = WeakKeyMap.identity();
        Object key = new Object();
        map.put(key, new ArrayList<>(Collections.nCopies(1_000_000, "text")));

        SelfPinSample sample = SelfPinSample.of(map, 100);

        assertThat(sample.pinned()).isZero();
        assertThat(sample.complete()).isFalse();
        assertThat(sample.path()).isNull();
        Reference.reachabilityFence(key);
    }

    @Test
    void of_honestMap_findsNothing() {
        WeakKeyMap<Object, Object> map = WeakKeyMap.identity();
        Object key = new Object();
        map.put(key, "text");

        assertThat(SelfPinSample.of(map, 100))
                .isEqualTo(new SelfPinSample(1, 0, "java.lang.Object", "java.lang.String", null, true, null));
        Reference.reachabilityFence(key);
    }
}
