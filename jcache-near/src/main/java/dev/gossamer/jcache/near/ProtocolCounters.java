package dev.gossamer.jcache.near;

import java.util.concurrent.atomic.LongAdder;

/** What happened to one near cache beside hits, counted always. Thread-safe. */
final class ProtocolCounters {
    final LongAdder engineReads = new LongAdder();
    final LongAdder invalidations = new LongAdder();
    final LongAdder echoes = new LongAdder();
    final LongAdder overtaken = new LongAdder();
    final LongAdder suspicions = new LongAdder();
}
