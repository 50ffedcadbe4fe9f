package dev.gossamer.tck;

import dev.gossamer.spi.Backend;
import dev.gossamer.tck.rules.SpecifiedRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which fault breaks which rules, and which rules no fault of a backend can break. */
final class Faults {
    private static final String NO_TABLE =
            "references, finalizers, proxies, lists of listeners and attachments have no table";
    private static final String WATCHED =
            "callbacks hang on references, and the collector clears those and entries at once";

    /** The rules that the core keeps whatever a backend does, and why. */
    static final Map<String, String> OUT_OF_REACH = Map.ofEntries(
            Map.entry("ID-1", "null is refused before a table is asked"),
            Map.entry("REF-1", NO_TABLE),
            Map.entry("REF-2", NO_TABLE),
            Map.entry("REF-3", NO_TABLE),
            Map.entry("REF-4", NO_TABLE),
            Map.entry("REF-5", NO_TABLE),
            Map.entry("REF-6", NO_TABLE),
            Map.entry("REF-7", NO_TABLE),
            Map.entry("REF-8", NO_TABLE),
            Map.entry("REF-9", NO_TABLE),
            Map.entry(
                    "MAP-14",
                    "a bulk operation is a loop over single ones, and an element is refused before a table is asked"),
            Map.entry("MAP-18", "the containers are classes of the core"),
            Map.entry(
                    "MAP-19", "the ticket stands in the entry, and the core hands it on to the entry that replaces it"),
            Map.entry("MAP-21", "a function that runs is an entry of the core, and the core waits for it"),
            Map.entry("CB-1", WATCHED),
            Map.entry("CB-2", WATCHED),
            Map.entry("CB-3", WATCHED),
            Map.entry("CB-4", WATCHED),
            Map.entry("CB-5", WATCHED),
            Map.entry("CB-6", WATCHED),
            Map.entry("CB-7", WATCHED),
            Map.entry("FIN-1", NO_TABLE),
            Map.entry("FIN-2", NO_TABLE),
            Map.entry("FIN-3", NO_TABLE),
            Map.entry("FIN-4", NO_TABLE),
            Map.entry("FIN-5", NO_TABLE),
            Map.entry("FIN-6", NO_TABLE),
            Map.entry("FIN-7", NO_TABLE),
            Map.entry("FIN-8", NO_TABLE),
            Map.entry("FIN-9", NO_TABLE),
            Map.entry("LS-1", NO_TABLE),
            Map.entry("LS-2", NO_TABLE),
            Map.entry("LS-3", NO_TABLE),
            Map.entry("ATT-1", NO_TABLE),
            Map.entry("ATT-2", NO_TABLE),
            Map.entry("ATT-3", NO_TABLE),
            Map.entry("PX-1", NO_TABLE),
            Map.entry("PX-2", NO_TABLE),
            Map.entry("SET-1", "a setting is refused before there is a table"),
            Map.entry("MM-4", "the core tells listeners, and no table does"),
            Map.entry("INT-3", "an instance is refused before a table is asked"),
            Map.entry("RC-7", "the core polls, calls what the user brought, and takes out last"),
            Map.entry("RC-8", "the core registers containers, and lets go of those that are empty"),
            Map.entry("RC-10", "the core tells listeners, and no table does"),
            Map.entry("DIAG-5", "the probe is the core's"),
            Map.entry("DIAG-3", "the events are the core's"),
            Map.entry("DIAG-4", "the names and the list are the core's"),
            Map.entry("VM-2", "the key stands in the entry, and the core hands it on to the entry that replaces it"),
            Map.entry("VM-6", "the references are made by the core, from what iteration gives"));

    /** The rules of bounds and of strong maps, whose faults have a test of their own: BoundsMutantsTest. */
    static final Set<String> OF_BOUNDS = Set.of("BND-1", "BND-2", "BND-3", "BND-4", "BND-5");

    /** The rules of the hot tier, whose faults are those of another part of a backend. */
    static final Set<String> OF_THE_HOT_TIER = Set.of("HOT-1", "HOT-2", "HOT-3", "HOT-4", "HOT-5"); // HotMutantsTest

    /** The rules that only a large table can break, whose faults have a test of their own: ShrinkingMutantsTest. */
    static final Set<String> OF_LARGE_TABLES = Set.of("MAP-23");

    /** One fault or more for each of the other rules. */
    static final List<Fault> ALL = List.of(
            fault("compares hashes only", Mutants::comparesHashesOnly, "MAP-1")
                    .and("MAP-2", "MAP-3", "MAP-4", "MAP-6", "MAP-7", "MAP-10", "MAP-12", "MAP-17", "MAP-20")
                    .and("WS-3", "WM-1", "WM-2", "WM-3"),
            fault(
                            "compares weak keys by identity",
                            Mutants::comparesWeakKeysByIdentity,
                            "KM-2",
                            "KM-6",
                            "WS-1",
                            "INT-1",
                            "MM-1")
                    .and("DIAG-2", "ID-4", "INT-2", "KM-4", "KM-5", "MAP-1", "MAP-7", "MAP-16", "MAP-17", "WS-3"),
            fault(
                            "compares by equality where identity is asked",
                            Mutants::comparesByEqualityWhereIdentityIsAsked,
                            "KM-3",
                            "MM-3")
                    .and("MAP-1", "MAP-2", "MAP-7", "MAP-12", "WS-1"),
            fault(
                            "compares by equality where an equivalence is asked",
                            Mutants::comparesByEqualityWhereAnEquivalenceIsAsked,
                            "KM-4")
                    .and("MAP-1"),
            fault("compares with all keys of one hash", Mutants::comparesWithAllOfOneHash, "MAP-17")
                    .and("INT-2", "KM-5", "MAP-9"),
            fault("refuses keys of a value-based class", Mutants::refusesOptionalKeys, "ID-2", "ID-3"),
            fault("stores entries of its own", Mutants::storesItsOwnEntries, "MAP-2", "VM-5", "WS-2", "WS-5")
                    .andMore(),
            fault("checks, then acts", Mutants::checksThenActs, "MAP-7", "VM-4").and("MM-1"),
            fault(
                            "takes entries without referent for dead",
                            Mutants::takesEntriesWithoutReferentForDead,
                            "ID-4",
                            "MAP-7",
                            "MAP-8")
                    .and(
                            "MAP-1", "MAP-5", "MAP-16", "MAP-20", "MAP-22", "MM-1", "MM-2", "MM-3", "DIAG-2", "ID-2",
                            "RC-1"),
            fault("stores one entry for a referent", Mutants::storesOneEntryForAReferent, "VM-3", "WM-1")
                    .and(
                            "KM-3", "WM-3", "MAP-4", "MAP-6", "MAP-7", "MAP-1", "MAP-15", "MAP-16", "MAP-17", "MAP-20",
                            "MAP-9", "RC-1", "RC-5", "RC-6"),
            fault("shares one table", Mutants::sharesOneTable, "MAP-16", "WS-3").andMore(),
            collected("holds its entries weakly", Mutants::holdsEntriesWeakly, "KM-7", "MAP-1")
                    .and("KM-5", "VM-4", "DIAG-1", "MM-1", "MM-2", "WM-1", "WM-2"),
            fault("removes by key", Mutants::removesByKey, "MAP-3").and("MAP-7", "MAP-15", "KM-2", "KM-6", "WM-2"),
            fault("hashes anew when it removes", Mutants::hashesAnewWhenItRemoves, "MAP-4")
                    .and("RC-2"),
            fault("counts removals twice", Mutants::countsRemovalsTwice, "MAP-5", "MAP-22")
                    .and("KM-4", "MAP-4", "MAP-7", "MAP-20", "RC-1", "RC-2", "RC-5", "VM-3", "WS-4")
                    .and("MM-1", "MM-2", "WM-1", "WM-2", "WM-3"),
            fault("counts before it stores", Mutants::countsBeforeItStores, "MAP-20"),
            fault("keeps the dead", Mutants::keepsTheDead, "RC-2", "WS-4", "WM-2", "WM-3")
                    .and("MAP-4", "MAP-5", "MAP-7", "MAP-20", "RC-1", "RC-5", "VM-3", "DIAG-2"),
            fault("tells evicted what was replaced", Mutants::tellsEvictedWhatWasReplaced, "MAP-15"),
            fault("takes the dead out when it finds", Mutants::takesTheDeadOutWhenItFinds, "RC-1", "RC-5")
                    .and("INT-2", "KM-5", "MAP-5", "MAP-7", "MAP-9"),
            fault("takes the dead out of other tables", Mutants::takesTheDeadOutOfOtherTables, "RC-6")
                    .and("RC-1"),
            fault("gives an entry twice when the table changed", Mutants::iteratesTheFirstTwiceWhenChanged, "MAP-6")
                    .and("RC-1"),
            fault(
                            "leaves out the first entry",
                            Mutants::iteratesWithoutTheFirst,
                            "MAP-6",
                            "MAP-12",
                            "WS-2",
                            "DIAG-1",
                            "DIAG-2")
                    .andMore(),
            collected("pins what it iterates over", Mutants::pinsWhatItIteratesOver, "MAP-6")
                    .and("DIAG-2", "MAP-15"),
            fault("fails fast when it iterates", Mutants::failsFastWhenItIterates, "MAP-6", "MAP-13")
                    .andMore(),
            fault("allocates when it finds", Mutants::allocatesWhenItFinds, "INT-2", "KM-5", "MAP-9"),
            fault("locks when it inserts", Mutants::locksWhenItInserts, "MAP-10"),
            fault("locks when it finds", Mutants::locksWhenItFinds, "MAP-9").and("MAP-10"),
            collected("holds its tables", Mutants::holdsItsTables, "MAP-11").and("DIAG-1"),
            collected("holds the strong sides", Mutants::holdsTheStrongSides, "KM-1", "VM-1", "MM-2")
                    .and("DIAG-1"),
            collected("holds what it looked for", Mutants::holdsWhatItLookedFor, "KM-5")
                    .and("DIAG-1", "MM-2"),
            collected("starts a thread for each table", Mutants::startsAThreadForATable, "RC-3"),
            fault("links a lambda when it inserts", Mutants.LinksALambda::new, "RC-9"),
            collected("pins its class loader", Mutants.PinsItsLoader::new, "RC-4"));

    private Faults() {}

    private static Fault fault(String name, Supplier<Backend> mutant, String... broken) {
        return new Fault(name, mutant, false, Set.of(broken), Set.of());
    }

    private static Fault collected(String name, Supplier<Backend> mutant, String... broken) {
        return new Fault(name, mutant, true, Set.of(broken), Set.of());
    }

    /**
     * A fault.
     *
     * @param name what it does wrong
     * @param mutant makes a backend that does it
     * @param collector whether only the garbage collector brings it to light
     * @param broken the rules that must be blamed for it
     * @param dragged the rules that may be blamed beside them
     */
    record Fault(String name, Supplier<Backend> mutant, boolean collector, Set<String> broken, Set<String> dragged) {

        Fault and(String... more) {
            Set<String> all = Stream.concat(dragged.stream(), Stream.of(more)).collect(Collectors.toSet());
            return new Fault(name, mutant, collector, broken, all);
        }

        /** Of a fault so coarse that hardly any rule holds. */
        Fault andMore() {
            return new Fault(
                    name, mutant, collector, broken, SpecifiedRules.texts().keySet());
        }

        Set<String> allowed() {
            return Stream.concat(broken.stream(), dragged.stream()).collect(Collectors.toSet());
        }
    }
}
