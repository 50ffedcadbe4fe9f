package dev.gossamer.jcache.near;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done for a near cache again and again: to advance its clock, to compare what was written with what was heard,
 * and to register its listener anew after a suspicion. One thread at a time does it; anybody may suspect.
 */
final class MaintenanceTask<K, V> implements SuspectListener {
    private static final Logger LOG = System.getLogger(MaintenanceTask.class.getName());
    private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int PARTS = 20;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final ReservationTable<K, V> table;
    private final CoarseClock clock;
    private final EngineRegistration<K> link;
    private final @Nullable LossDetector detector;
    private final ProtocolCounters events;
    private final long tick;
    private final long sweep;
    private volatile boolean renewalWanted;
    private boolean unreachable;
    private long lastTick;
    private long nextRound;
    private long nextSweep;

    MaintenanceTask(
            NearSettings<K, V> settings,
            ReservationTable<K, V> table,
            CoarseClock clock,
            EngineRegistration<K> link,
            @Nullable LossDetector detector,
            ProtocolCounters events) {
        this.name = settings.name;
        this.table = table;
        this.clock = clock;
        this.link = link;
        this.detector = detector;
        this.events = events;
        long window = settings.staleness.window();
        this.tick = tick(window);
        this.sweep = Math.max(window, LONGEST_TICK);
    }

    /**
     * How long to wait from turn to turn for a window: a twentieth of it, within reason. The coarse clock leads by two of these,
     * and a hit that is fresh for less asks for the exact time; in a short window every hit does, and turns are rare.
     */
    private static long tick(long window) {
        long part = window / PARTS;
        return part < SHORTEST_TICK ? LONGEST_TICK : Math.min(LONGEST_TICK, part);
    }

    long tick() {
        return tick;
    }

    /** Registers the listener for the first time, and announces this writer. */
    void begin() {
        if (detector != null) {
            detector.reset();
        }
        link.renew();
        lastTick = clock.exact();
        round(lastTick);
    }

    @Override
    public void suspect(String reason) {
        events.suspicions.increment();
        LOG.log(Level.INFO, "near cache \"" + name + "\" doubts everything: " + reason);
        renewalWanted = true;
        table.invalidateAll();
    }

    /** A listener for hooks, which an engine may hold for long: it holds this weakly. */
    SuspectListener weakly() {
        WeakReference<MaintenanceTask<K, V>> reference = new WeakReference<>(this);
        return reason -> {
            MaintenanceTask<K, V> there = reference.get();
            if (there != null) {
                there.suspect(reason);
            }
        };
    }

    /** One turn. The coarse clock stands still for it, as the engine may keep it waiting. */
    void run() {
        clock.suspend();
        try {
            long now = clock.exact();
            if (now - lastTick > tick + PAUSE) {
                suspect("this process stood still for " + TimeUnit.NANOSECONDS.toMillis(now - lastTick) + " ms");
            }
            lastTick = now;
            renew();
            round(now);
            if (now >= nextSweep) {
                nextSweep = now + sweep;
                table.dropStalePinned();
            }
        } finally {
            lastTick = clock.exact();
            clock.advance(2 * tick);
        }
    }

    /** Registers the listener anew if that is wanted, and doubts what was installed while there was none. */
    private void renew() {
        if (!renewalWanted) {
            return;
        }
        renewalWanted = false;
        try {
            if (detector != null) {
                detector.reset();
            }
            link.renew();
            nextRound = 0;
        } catch (RuntimeException | Error e) {
            renewalWanted = true;
            throw e;
        } finally {
            table.invalidateAll();
        }
    }

    private void round(long now) {
        if (detector == null || now < nextRound) {
            return;
        }
        nextRound = now + ROUND;
        String reason;
        try {
            reason = detector.round(now);
        } catch (RuntimeException e) {
            if (!unreachable) {
                LOG.log(Level.WARNING, "near cache \"" + name + "\" cannot use its control cache", e);
            }
            unreachable = true;
            return;
        }
        if (reason == null && unreachable) {
            reason = "the engine could not be reached for a while";
        }
        unreachable = false;
        if (reason != null) {
            act(reason);
        }
    }

    private void act(String reason) {
        if (reason.equals(LossDetector.CLEARED)) {
            table.invalidateAll();
        } else {
            suspect(reason);
        }
    }
}
