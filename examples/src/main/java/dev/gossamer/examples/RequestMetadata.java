package dev.gossamer.examples;

import dev.gossamer.WeakKeyMap;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/** Data attached to objects of a class that one cannot change. */
final class RequestMetadata implements TourScene {

    /** Stands for the request class of some library: all requests for one path are equal. */
    private record Request(String path) {}

    private record Trace(long id, List<String> steps) {}

    @Override
    public String title() {
        return "Metadata attached to the request objects of a library (WeakKeyMap.identity)";
    }

    @Override
    public void play(TourStage stage) {
        WeakKeyMap<Request, Trace> traces = WeakKeyMap.identity();
        Request slow = new Request("/report");
        traces.put(slow, new Trace(1, new ArrayList<>(List.of("authenticated"))));
        handleQuickly(stage, traces);
        stage.collectUntil("the finished request's trace is gone", () -> traces.estimatedSize() == 1);
        Trace trace = traces.get(slow);
        stage.show(trace != null && trace.id() == 1, "the one that is still running has its trace: %s", trace);
    }

    private static void handleQuickly(TourStage stage, WeakKeyMap<Request, Trace> traces) {
        Request quick = new Request("/report");
        traces.put(quick, new Trace(2, List.of("served from the cache")));
        stage.show(traces.size() == 2, "two requests that are equal, two traces: %s", traces.values());
        Reference.reachabilityFence(quick);
    }
}
