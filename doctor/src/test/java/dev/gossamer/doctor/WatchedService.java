package dev.gossamer.doctor;

import dev.gossamer.HotTier;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A JVM to be watched: says when it is ready, and ends when its input does. With an argument it uses nothing of the library. */
public final class WatchedService {
    private WatchedService() {}

    /** Runs until the input ends. */
    public static void main(String[] arguments) throws IOException {
        Object held = arguments.length == 0 ? fill() : List.of();
        System.out.println("ready");
        System.in.read();
        Reference.reachabilityFence(held);
    }

    private static List<Object> fill() {
        WeakKeyMap<Object, Object> metadata =
                WeakKeyMap.<Object, Object>builder().name("metadata").build();
        WeakValueMap<Integer, Object> sessions = WeakValueMap.<Integer, Object>builder()
                .name("sessions")
                .recordStats()
                .hot(HotTier.weighing(64 << 20, session -> 1_024).underPressure(0.9))
                .build();
        List<Object> held = new ArrayList<>(List.of(metadata, sessions));
        for (int i = 0; i < 40; i++) {
            Request request = new Request();
            metadata.put(request, new Span(request));
            held.add(sessions.getOrPut(i, new Object()));
        }
        keepBusy(sessions);
        return held;
    }

    /** A container that nobody uses is told of more rarely. */
    private static void keepBusy(WeakValueMap<Integer, Object> sessions) {
        Thread user = new Thread(
                () -> {
                    while (!Thread.interrupted()) {
                        sessions.get(1);
                        LockSupport.parkNanos(50_000_000);
                    }
                },
                "user");
        user.setDaemon(true);
        user.start();
    }

    private static final class Request {}

    private static final class Span {
        @SuppressWarnings("unused") // this is what keeps the request
        private final Request request;

        Span(Request request) {
            this.request = request;
        }
    }
}
