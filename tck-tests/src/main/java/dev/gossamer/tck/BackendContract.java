package dev.gossamer.tck;

import dev.gossamer.spi.Backend;
import dev.gossamer.tck.contracts.AtomicityContract;
import dev.gossamer.tck.contracts.AttachmentsContract;
import dev.gossamer.tck.contracts.BoundsContract;
import dev.gossamer.tck.contracts.BrokenOffContract;
import dev.gossamer.tck.contracts.BrokenOffReclaimContract;
import dev.gossamer.tck.contracts.CallbackContract;
import dev.gossamer.tck.contracts.CollectionContract;
import dev.gossamer.tck.contracts.CollisionContract;
import dev.gossamer.tck.contracts.CollisionRacingContract;
import dev.gossamer.tck.contracts.ComparisonContract;
import dev.gossamer.tck.contracts.DeathContract;
import dev.gossamer.tck.contracts.DiagnosticsContract;
import dev.gossamer.tck.contracts.EvictionContract;
import dev.gossamer.tck.contracts.ExpiryContract;
import dev.gossamer.tck.contracts.FinalizerContract;
import dev.gossamer.tck.contracts.FirstUseContract;
import dev.gossamer.tck.contracts.GrowthContract;
import dev.gossamer.tck.contracts.HotTierContract;
import dev.gossamer.tck.contracts.HotTierUseContract;
import dev.gossamer.tck.contracts.IdentityContract;
import dev.gossamer.tck.contracts.InterleavingContract;
import dev.gossamer.tck.contracts.InternerContract;
import dev.gossamer.tck.contracts.LifecycleContract;
import dev.gossamer.tck.contracts.LinearizabilityContract;
import dev.gossamer.tck.contracts.ListenersContract;
import dev.gossamer.tck.contracts.MapContract;
import dev.gossamer.tck.contracts.NamingContract;
import dev.gossamer.tck.contracts.ProxyContract;
import dev.gossamer.tck.contracts.RacingContract;
import dev.gossamer.tck.contracts.ReclaimContract;
import dev.gossamer.tck.contracts.ReclaimFailureContract;
import dev.gossamer.tck.contracts.RefusedSettingsContract;
import dev.gossamer.tck.contracts.RegistrationContract;
import dev.gossamer.tck.contracts.SettingsContract;
import dev.gossamer.tck.contracts.ShrinkingContract;
import dev.gossamer.tck.contracts.SnapshotContract;
import dev.gossamer.tck.contracts.StatefulContract;
import dev.gossamer.tck.contracts.StatisticsContract;
import dev.gossamer.tck.contracts.StrongMapContract;
import dev.gossamer.tck.contracts.TicketContract;
import dev.gossamer.tck.contracts.ViewElementsContract;
import dev.gossamer.tck.contracts.ViewsContract;
import dev.gossamer.tck.contracts.WaitingThreadsContract;
import dev.gossamer.tck.contracts.WeakKeyMapContract;
import dev.gossamer.tck.contracts.WeakMapContract;
import dev.gossamer.tck.contracts.WeakMultimapContract;
import dev.gossamer.tck.contracts.WeakMultimapDeathContract;
import dev.gossamer.tck.contracts.WeakRefContract;
import dev.gossamer.tck.contracts.WeakSetContract;
import dev.gossamer.tck.contracts.WeakValueMapContract;
import dev.gossamer.tck.rules.Rule;

/**
 * Everything that the library promises of its containers, to be kept by a storage backend. All there is to write is
 *
 * {@snippet file="dev/gossamer/tck/example/BucketBackendConformanceTest.java" region="conformance"}
 *
 * <p>The tests run on JUnit Jupiter, the properties on jqwik; both engines come with the kit, and one class serves both.
 * A listener that the JUnit platform finds by itself writes the verdict of each {@link Rule} to
 * {@code target/conformance/<name of the backend>.txt}, {@code .json} and {@code .html}. Tests that need the real
 * garbage collector are tagged {@code collector}. The backend is made the
 * {@linkplain dev.gossamer.Backends#use standard one} of the JVM, which references by identity use; a second backend
 * therefore needs a JVM of its own, or those rules are N/A for it. How to read the report, and the system properties that
 * settle the number of tries and the seed, are told in the README of the kit.
 *
 * @since 0.1.0
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
                WeakMapContract,
                WeakMultimapContract,
                WeakMultimapDeathContract,
                GrowthContract,
                CollisionContract,
                CollisionRacingContract,
                RacingContract,
                LinearizabilityContract,
                InterleavingContract,
                BrokenOffContract,
                BrokenOffReclaimContract,
                WaitingThreadsContract,
                TicketContract,
                ShrinkingContract,
                AtomicityContract,
                ReclaimContract,
                ReclaimFailureContract,
                CollectionContract,
                ViewsContract,
                ViewElementsContract,
                SnapshotContract,
                StatisticsContract,
                LifecycleContract,
                RefusedSettingsContract,
                SettingsContract,
                HotTierContract,
                HotTierUseContract,
                BoundsContract,
                EvictionContract,
                ExpiryContract,
                StrongMapContract,
                AttachmentsContract,
                InternerContract,
                DiagnosticsContract,
                NamingContract,
                FirstUseContract,
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
