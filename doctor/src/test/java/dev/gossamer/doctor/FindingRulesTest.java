package dev.gossamer.doctor;

import static dev.gossamer.doctor.Models.HEAP;
import static dev.gossamer.doctor.Models.second;
import static dev.gossamer.doctor.Models.waited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.doctor.Models.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each rule with its fault and with what looks like it and is none. */
class FindingRulesTest {

    // ---- a value pins its key ----

    @Test
    void valuePinsKey_growingMapWithPins_namesPathAndGrowth() {
        Models recording = new Models()
                .container("metadata", "WeakKeyMap", 20, i -> Sample.of(100L * i))
                .selfPins("metadata", 98);

        assertThat(recording.findings(new ValuePinsKeyRule())).singleElement().satisfies(finding -> {
            assertThat(finding.container()).isEqualTo("metadata");
            assertThat(finding.since()).isEqualTo(second(0));
            assertThat(finding.seen())
                    .isEqualTo("`metadata` grew by 2,000 entries in 20 s and lost nothing: 98 of 100 sampled values"
                            + " refer to their keys through `Span.context -> Request`");
            assertThat(finding.advice())
                    .isEqualTo("let `Span` hold its `Request` through a `WeakRef`, or take `Attachments`, where the"
                            + " value may refer to the key");
        });
    }

    @Test
    void valuePinsKey_sampledWithoutPins_findsNothing() {
        Models recording = new Models()
                .container("metadata", "WeakKeyMap", 20, i -> Sample.of(100L * i))
                .selfPins("metadata", 0);

        assertThat(recording.findings(new ValuePinsKeyRule())).isEmpty();
    }

    @Test
    void valuePinsKey_laterSampleWithoutPins_findsNothing() {
        Models recording = new Models().selfPins("metadata", 3).selfPins("metadata", 0);

        assertThat(recording.findings(new ValuePinsKeyRule())).isEmpty();
    }

    // ---- the hot tier is larger than the heap ----

    @Test
    void hotTier_fillsHeapBeforeItIsFull_isFound() {
        Models recording = new Models()
                .container(
                        "thumbnails",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(100L * i).hot(100L * i, 1_000_000))
                .heapUsed(20, i -> 10_000_000 + 100L * i * 20_000);

        assertThat(recording.findings(new HotTierExceedsHeapRule()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.seen())
                            .startsWith("the hot tier of `thumbnails` holds 2,000 of 1,000,000 values and is growing")
                            .endsWith("and the heap has " + Wording.bytes(HEAP));
                    assertThat(finding.advice()).contains("HotTier.recent(2_000)");
                });
    }

    @Test
    void hotTier_atItsLimit_findsNothing() {
        Models recording = new Models()
                .container(
                        "thumbnails",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(100L * i).hot(Math.min(500, 100 * i), 500))
                .heapUsed(20, i -> 10_000_000 + 1_000_000L * i);

        assertThat(recording.findings(new HotTierExceedsHeapRule())).isEmpty();
    }

    @Test
    void hotTier_fitsWhenFull_findsNothing() {
        Models recording = new Models()
                .container(
                        "thumbnails",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(100L * i).hot(100L * i, 4_000))
                .heapUsed(20, i -> 10_000_000 + 100L * i * 20_000);

        assertThat(recording.findings(new HotTierExceedsHeapRule())).isEmpty();
    }

    @Test
    void hotTier_heapDoesNotRiseWithIt_findsNothing() {
        Models recording = new Models()
                .container(
                        "thumbnails",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(100L * i).hot(100L * i, 1_000_000))
                .heapUsed(20, i -> 10_000_000 + (i % 2) * 30_000_000L);

        assertThat(recording.findings(new HotTierExceedsHeapRule())).isEmpty();
    }

    @Test
    void hotTier_limitIsAWeight_findsNothing() {
        Models recording = new Models()
                .container(
                        "thumbnails",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(3_000L * i).hot(3_000L * i, 64 << 20).weighed())
                .heapUsed(20, i -> 10_000_000 + 3_000L * i * 1_024);

        assertThat(recording.findings(new HotTierExceedsHeapRule())).isEmpty();
    }

    @Test
    void hotTier_givesWay_findsNothing() {
        Models recording = new Models()
                .container(
                        "thumbnails",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(100L * i).hot(100L * i, 1_000_000).givingWay())
                .heapUsed(20, i -> 10_000_000 + 100L * i * 20_000);

        assertThat(recording.findings(new HotTierExceedsHeapRule())).isEmpty();
    }

    // ---- a function that does not end ----

    @Test
    void blockedFunction_longWaits_namesWhoCausedThem() {
        Models recording = new Models()
                .wait(waited("web-1", Duration.ofSeconds(1), false))
                .wait(waited("web-1", Duration.ofSeconds(10), false))
                .wait(waited("web-2", Duration.ofSeconds(1), false));

        assertThat(recording.findings(new BlockedFunctionRule()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.container()).isEqualTo("reports");
                    assertThat(finding.since()).isEqualTo(second(5));
                    assertThat(finding.seen())
                            .isEqualTo(
                                    "2 threads waited up to 10 s in `reports` for a function that thread `loader` ran for a"
                                            + " key of class `ReportId`, and the wait was not seen to end");
                });
    }

    @Test
    void blockedFunction_waitThatEnded_isToldAsSuch() {
        Models recording = new Models().wait(waited("web-1", Duration.ofSeconds(3), true));

        assertThat(recording.findings(new BlockedFunctionRule()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.seen()).doesNotContain("not seen to end"));
    }

    @Test
    void blockedFunction_shortWaits_findsNothing() {
        Models recording = new Models().wait(waited("web-1", Duration.ofMillis(900), true));

        assertThat(recording.findings(new BlockedFunctionRule())).isEmpty();
    }

    // ---- listeners that vanish ----

    @Test
    void vanishingListeners_noneOutlivesACollection_isFound() {
        Models recording = new Models()
                .container("listeners", "WeakSet", 20, i -> Sample.of(1).collected(i));

        assertThat(recording.findings(new VanishingListenersRule()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.seen())
                        .isEqualTo(
                                "all 20 elements of `listeners` that met a collection died in it; none was removed"));
    }

    @Test
    void vanishingListeners_someOutliveCollections_findsNothing() {
        Models recording = new Models()
                .container("listeners", "WeakSet", 20, i -> Sample.of(3).collected(i));

        assertThat(recording.findings(new VanishingListenersRule())).isEmpty();
    }

    @Test
    void vanishingListeners_nothingDied_findsNothing() {
        Models recording = new Models().container("listeners", "WeakSet", 20, i -> Sample.of(0));

        assertThat(recording.findings(new VanishingListenersRule())).isEmpty();
    }

    @Test
    void vanishingListeners_manyShortLivedElements_findsNothing() {
        Models recording = new Models()
                .container("requests", "WeakSet", 20, i -> Sample.of(50).collected(100L * i));

        assertThat(recording.findings(new VanishingListenersRule())).isEmpty();
    }

    @Test
    void vanishingListeners_removedByHand_findsNothing() {
        Models recording = new Models()
                .container(
                        "listeners",
                        "WeakSet",
                        20,
                        i -> Sample.of(1).collected(i).removed(i));

        assertThat(recording.findings(new VanishingListenersRule())).isEmpty();
    }

    @Test
    void vanishingListeners_noCollectionRecorded_findsNothing() {
        Models recording = new Models()
                .container("listeners", "WeakSet", 1, i -> Sample.of(1_000).collected(5L * i))
                .withoutCollections();

        assertThat(recording.findings(new VanishingListenersRule())).isEmpty();
    }

    @Test
    void vanishingListeners_deadOnesLeaveUncounted_findsNothing() {
        Models recording = new Models()
                .container(
                        "listeners",
                        "WeakSet",
                        2,
                        i -> Sample.of(i < 2 ? 100 : 0).pending(i < 2 ? 100 : 0))
                .heapUsed(1, i -> 10_000_000);

        assertThat(recording.findings(new VanishingListenersRule())).isEmpty();
    }

    // ---- values that nobody holds ----

    @Test
    void nobodyHoldsValues_noHitsAndAllCollected_isFound() {
        Models recording = new Models()
                .container(
                        "documents",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(5).lookups(0, 100L * i).collected(95L * i));

        assertThat(recording.findings(new NobodyHoldsValuesRule()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.seen())
                        .isEqualTo("of 2,000 look-ups in `documents` 0 % found a value, while 1,900 values were"
                                + " collected: nobody holds them"));
    }

    @Test
    void nobodyHoldsValues_halfAreHits_findsNothing() {
        Models recording = new Models()
                .container(
                        "documents",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(5).lookups(50L * i, 50L * i).collected(40L * i));

        assertThat(recording.findings(new NobodyHoldsValuesRule())).isEmpty();
    }

    @Test
    void nobodyHoldsValues_fewLookups_findsNothing() {
        Models recording = new Models()
                .container(
                        "documents",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(0).lookups(0, i).collected(i));

        assertThat(recording.findings(new NobodyHoldsValuesRule())).isEmpty();
    }

    @Test
    void nobodyHoldsValues_missesWithoutDeaths_findsNothing() {
        Models recording = new Models()
                .container(
                        "documents",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(100L * i).lookups(0, 100L * i));

        assertThat(recording.findings(new NobodyHoldsValuesRule())).isEmpty();
    }

    @Test
    void nobodyHoldsValues_hotTierHoldsThem_findsNothing() {
        Models recording = new Models()
                .container(
                        "documents",
                        "WeakValueMap",
                        20,
                        i -> Sample.of(50).hot(50, 50).lookups(0, 100L * i).collected(95L * i));

        assertThat(recording.findings(new NobodyHoldsValuesRule())).isEmpty();
    }

    // ---- growth, dead entries, failures ----

    @Test
    void steadyGrowth_twelveMinutesWithoutLoss_isFound() {
        Models recording = new Models().container("sessions", "WeakValueMap", 720, i -> Sample.of(10 + i));

        assertThat(recording.findings(new SteadyGrowthRule()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.seen())
                        .isEqualTo("`sessions` grew from 10 to 730 entries in 12 min and lost nothing"));
    }

    @Test
    void steadyGrowth_shortOrLosingOrExplainedOrUncollected_findsNothing() {
        FindingRule rule = new SteadyGrowthRule();

        assertThat(new Models()
                        .container("s", "WeakValueMap", 300, i -> Sample.of(10 + i))
                        .findings(rule))
                .as("five minutes")
                .isEmpty();
        assertThat(new Models()
                        .container(
                                "s", "WeakValueMap", 720, i -> Sample.of(10 + i).collected(i / 100))
                        .findings(rule))
                .as("some died")
                .isEmpty();
        assertThat(new Models()
                        .container("s", "WeakValueMap", 720, i -> Sample.of(Math.min(500, 10 + i * 10)))
                        .findings(rule))
                .as("stopped growing")
                .isEmpty();
        assertThat(new Models()
                        .container("s", "WeakKeyMap", 720, i -> Sample.of(10 + i))
                        .selfPins("s", 90)
                        .findings(rule))
                .as("another rule says why")
                .isEmpty();
        assertThat(new Models()
                        .container("s", "WeakValueMap", 720, i -> Sample.of(10 + i))
                        .withoutCollections()
                        .findings(rule))
                .as("nothing could die")
                .isEmpty();
    }

    @Test
    void deadEntriesStay_mostlyDeadForLong_isFound() {
        Models recording = new Models()
                .container("manual", "WeakValueMap", 20, i -> Sample.of(1_000).pending(i < 5 ? 0 : 900));

        assertThat(recording.findings(new DeadEntriesStayRule()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.since()).isEqualTo(second(5));
                    assertThat(finding.seen())
                            .isEqualTo("900 of 1,000 entries of `manual` are dead, and most of it was for 15 s");
                });
    }

    @Test
    void deadEntriesStay_reclaimedInBetween_findsNothing() {
        Models recording = new Models()
                .container("manual", "WeakValueMap", 20, i -> Sample.of(1_000).pending(i % 5 == 0 ? 0 : 900));

        assertThat(recording.findings(new DeadEntriesStayRule())).isEmpty();
    }

    @Test
    void failingCallback_alikeFailures_areOneFinding() {
        CallbackFailure failure = new CallbackFailure(
                second(3),
                Optional.of("sessions"),
                "a listener of \"sessions\"",
                "java.lang.IllegalStateException",
                "no");

        List<Finding> findings = new Models().failure(failure).failure(failure).findings(new FailingCallbackRule());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.container()).isEqualTo("sessions");
            assertThat(finding.seen())
                    .isEqualTo("a listener of \"sessions\" threw `IllegalStateException` 2 times: no");
        });
    }

    @Test
    void failingCallback_waitsAndPinsAlone_findsNothing() {
        Models recording = new Models().selfPins("metadata", 98).wait(waited("web-1", Duration.ofSeconds(10), false));

        assertThat(recording.findings(new FailingCallbackRule())).isEmpty();
    }

    @Test
    void all_severalFaults_comeGravestFirst() {
        RecordingModel model = new Models()
                .container("listeners", "WeakSet", 20, i -> Sample.of(1).collected(i))
                .selfPins("metadata", 98)
                .wait(waited("web-1", Duration.ofSeconds(10), false))
                .model();

        assertThat(FindingRule.all(model))
                .extracting(Finding::fault)
                .containsExactly(Fault.VALUE_PINS_KEY, Fault.BLOCKED_FUNCTION, Fault.VANISHING_LISTENERS);
    }
}
