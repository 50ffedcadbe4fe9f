package dev.gossamer.tck;

import dev.gossamer.spi.Backend;

/**
 * Everything that the library promises of its containers, to be kept by a storage backend. All there is to write is
 *
 * <pre>{@code
 * class MyBackendConformanceTest implements BackendContract {
 *     @Override public Backend backend() { return new MyBackend(); }
 * }
 * }</pre>
 *
 * <p>The tests run on JUnit Jupiter, the properties on jqwik; both engines come with the kit, and one class serves both.
 * A listener that the JUnit platform finds by itself writes the verdict of each {@link Rule} to
 * {@code target/conformance/<name of the backend>.txt}, {@code .json} and {@code .html}. Tests that need the real
 * garbage collector are tagged {@code collector}. The backend is made the
 * {@linkplain dev.gossamer.Backends#use standard one} of the JVM, as callbacks, finalizers and listeners can be given no
 * other; a second backend therefore needs a JVM of its own, or those rules are N/A for it. How to read the report, and the system properties that settle the
 * number of tries and the seed, are told in the README of the kit.
 */
public interface BackendContract
        extends IdentityContract,
                WeakRefContract,
                MapContract,
                ComparisonContract,
                DeathContract,
                WeakValueMapContract,
                WeakKeyMapContract,
                WeakSetContract,
                GrowthContract,
                RacingContract,
                LinearizabilityContract,
                InterleavingContract,
                BrokenOffContract,
                WaitingThreadsContract,
                TicketContract,
                ShrinkingContract,
                AtomicityContract,
                ReclaimContract,
                ReclaimFailureContract,
                CollectionContract,
                ViewsContract,
                StatisticsContract,
                LifecycleContract,
                HotTierContract,
                BoundsContract,
                StrongMapContract,
                AttachmentsContract,
                InternerContract,
                DiagnosticsContract,
                CallbackContract,
                FinalizerContract,
                RegistrationContract,
                ProxyContract,
                ListenersContract,
                StatefulContract {

    /**
     * The backend to test. Called often; a backend is thread-safe, so that the same one may be given each time.
     *
     * @return the backend
     */
    @Override
    Backend backend();
}
