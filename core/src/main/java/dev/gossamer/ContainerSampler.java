package dev.gossamer;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the Flight Recorder how the living containers are, once a second while it records that. For the reclaiming thread; while
 * nothing is recorded a beat costs a look at two booleans.
 */
final class ContainerSampler {
    // Why not a periodic event of the Flight Recorder?
    //
    // It would hold our hook, and with it our class loader, for good. The polling loop instead asks the recorder at
    // each look, by methods of the JDK alone, whether the event is enabled, and enters the library when it has become
    // so.
    //
    // To read a weak reference while a collector marks concurrently keeps its referent for that cycle. So a container
    // is read only if it was used since the last time, which one that was dropped never is, or if it was not read for
    // some seconds; what it has counted stands in an object of its own. While none is used, the library is entered no
    // more often than that.
    //
    // The unnamed ones may be many: a beat goes through some of them, and what is told is the sum of the last round.

    private static final long SECOND = 1_000_000_000;
    private static final long QUIET = 5 * SECOND;
    private static final long LOOK = SECOND / 4;
    private static final long SLACK = SECOND / 10;
    private static final int UNNAMED_AT_ONCE = 10_000;
    private static final int SAMPLE = 256;
    private static final int SAMPLE_OF_UNNAMED = 16;

    private final PolledReferenceQueues queues;
    private final SelfPinSampler selfPins = new SelfPinSampler();
    private boolean begun;
    private boolean quiet;
    private long sampledAt;
    private long roundBegan;
    private boolean roundGoesOn;
    private Map<ContainerActivity, ContainerTotals> counting = new IdentityHashMap<>();
    private Map<ContainerActivity, ContainerTotals> counted = new IdentityHashMap<>();

    ContainerSampler(PolledReferenceQueues queues) {
        this.queues = queues;
    }

    /** Tells what is due at a time of {@link System#nanoTime()}. */
    void beat(long now) {
        if (!FlightRecorderEvents.isOn()) {
            return;
        }
        try {
            if (!begun || now - sampledAt >= period() - SLACK) {
                sampledAt = now;
                sampleIfRecorded(now);
            }
        } finally { // whatever was thrown, there is a next time
            if (begun) {
                queues.callIn((sampledAt + period() - now) / LOOK - 1);
            }
        }
    }

    private void sampleIfRecorded(long now) {
        boolean recorded = FlightRecorderEvents.recordsContainers(queues);
        if (recorded && !begun) {
            quiet = false;
            roundGoesOn = false;
            roundBegan = now - QUIET;
        }
        begun = recorded;
        if (recorded) {
            sample(now);
        }
    }

    private long period() {
        return quiet ? QUIET : SECOND;
    }

    private void sample(long now) {
        boolean used = false;
        for (ListedContainer listed : WeakContainers.listedNamed().all()) {
            used |= tell(listed, now);
        }
        countUnnamed(now);
        quiet = !used && !roundGoesOn;
        selfPins.beat(now);
        counted.forEach(FlightRecorderEvents::sampled);
    }

    /** Tells of a named container, and whether it was used since the last time; one that cannot be read holds up no other. */
    private static boolean tell(ListedContainer listed, long now) {
        try {
            return read(listed, now);
        } catch (Throwable failure) {
            ErrorReporter.report("watching", listed.activity.label, failure);
            return false;
        }
    }

    private static boolean read(ListedContainer listed, long now) {
        ContainerActivity activity = listed.activity;
        if (listed.refersTo(null)) {
            return false;
        }
        boolean used = activity.countAnew();
        ContainerTotals totals = activity.totals;
        if (used || now - totals.readAt >= QUIET - SLACK) {
            WeakContainer container = listed.get();
            if (container == null) {
                return false;
            }
            totals.readAt = now;
            totals.clearContents();
            if (container instanceof ExternalContainer) {
                totals.clearCounts();
            }
            totals.add(container, SAMPLE);
        }
        FlightRecorderEvents.sampled(activity, totals);
        return used;
    }

    private void countUnnamed(long now) {
        WeakContainers.forgetCollected(UNNAMED_AT_ONCE);
        ContainerList unnamed = WeakContainers.listedUnnamed();
        if (!roundGoesOn) {
            if (now - roundBegan < QUIET - SLACK) {
                return;
            }
            roundBegan = now;
            roundGoesOn = true;
            counting = new IdentityHashMap<>();
            unnamed.restart();
        }
        List<ListedContainer> some = unnamed.next(UNNAMED_AT_ONCE);
        some.forEach(this::count);
        if (some.size() < UNNAMED_AT_ONCE) {
            roundGoesOn = false;
            counted = counting;
        }
    }

    private void count(ListedContainer listed) {
        try {
            add(listed);
        } catch (Throwable failure) {
            ErrorReporter.report("watching", listed.activity.label, failure);
        }
    }

    private void add(ListedContainer listed) {
        WeakContainer container = listed.get();
        if (container != null) {
            ContainerTotals totals = counting.computeIfAbsent(listed.activity, activity -> new ContainerTotals());
            totals.add(container, SAMPLE_OF_UNNAMED);
            if (!(container instanceof ExternalContainer)) {
                WeakContainers.store(container).counter.addTo(totals);
            }
        }
    }
}
