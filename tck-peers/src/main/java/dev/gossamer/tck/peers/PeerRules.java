package dev.gossamer.tck.peers;

import dev.gossamer.tck.peers.Peer.Weak;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What a weak map is asked, rule by rule, through the methods of {@link Map} alone. */
final class PeerRules {
    /** Why a map of weak entries is not asked. */
    static final String ENTRIES = "it refers weakly to its entries, not to keys or values";

    /** The checks by the ids of the rules; those of one side say so themselves. */
    static final Map<String, Function<Peer, PeerVerdict>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("ID-2", MapChecks::refusesValueBased);
        ALL.put("MAP-1", MapChecks::isAMapAndKeepsWhatIsInUse);
        ALL.put("MAP-2", MapChecks::showsNothingDead);
        ALL.put("MAP-3", MapChecks::keepsTheNewerEntry);
        ALL.put("MAP-4", CostChecks::reclaimsAMutatedKey);
        ALL.put("MAP-5", MapChecks::countsTheLiving);
        ALL.put("MAP-6", MapChecks::iteratesWhileItChanges);
        ALL.put("MAP-7", MapChecks::computesOnce);
        ALL.put("MAP-10", MapChecks::twoMapsDoNotDeadlock);
        ALL.put("MAP-11", CostChecks::isCollectable);
        ALL.put("MAP-17", CostChecks::standsEqualHashes);
        ALL.put("MAP-23", CostChecks::givesMemoryBack);
        ALL.put(
                "KM-1",
                peer -> peer.weak() == Weak.KEY ? CostChecks.releasesWhenIdle(peer) : SideChecks.notOf(Weak.KEY));
        ALL.put("KM-2", SideChecks::keepsTheStoredKey);
        ALL.put("KM-3", SideChecks::tellsEqualKeysApart);
        ALL.put(
                "VM-1",
                peer -> peer.weak() == Weak.VALUE ? CostChecks.releasesWhenIdle(peer) : SideChecks.notOf(Weak.VALUE));
        ALL.put("VM-2", SideChecks::overwritingKeepsTheKey);
        ALL.put("VM-3", SideChecks::oneValueUnderManyKeys);
        ALL.put("VM-4", SideChecks::givesTheOneWinner);
        ALL.put("RC-5", CostChecks::noOperationPays);
    }

    /** What the rules say, in a few words, in their order. */
    static final Map<String, String> TITLES = new LinkedHashMap<>();

    static {
        TITLES.put("ID-2", "refuses what has no identity");
        TITLES.put("MAP-1", "is a map; what is in use stays");
        TITLES.put("MAP-2", "shows nothing dead");
        TITLES.put("MAP-3", "a late notice spares the newer entry");
        TITLES.put("MAP-4", "reclaims an entry whose key changed its hash");
        TITLES.put("MAP-5", "size() and isEmpty() count the living");
        TITLES.put("MAP-6", "iterates while it changes");
        TITLES.put("MAP-7", "computes once, atomically");
        TITLES.put("MAP-10", "two maps' functions may use each other");
        TITLES.put("MAP-11", "is collectable when dropped");
        TITLES.put("MAP-17", "stands many keys of one hash code");
        TITLES.put("MAP-23", "gives memory back after a mass death");
        TITLES.put("KM-1", "releases a dead key's value while idle");
        TITLES.put("KM-2", "an equal key leaves the stored one");
        TITLES.put("KM-3", "by identity, equal keys are two");
        TITLES.put("VM-1", "releases a dead value's key while idle");
        TITLES.put("VM-2", "overwriting keeps the key object");
        TITLES.put("VM-3", "a value under many keys vanishes from all");
        TITLES.put("VM-4", "one winner under a collector storm (computeIfAbsent)");
        TITLES.put("RC-5", "no operation pays for a mass death");
    }

    private PeerRules() {}
}
