package dev.gossamer.jcache.near;

import com.hazelcast.cache.HazelcastCacheManager;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * Hazelcast: a merge silently drops the cache listeners of the side that lost, a member that is gone may take entries along
 * that had no backup, and a client may have missed events while it had no connection.
 */
final class HazelcastHooks implements EngineHooks {
    private static final Logger LOG = System.getLogger(HazelcastHooks.class.getName());
    private static final Set<LifecycleState> SUSPICIOUS =
            EnumSet.of(LifecycleState.MERGED, LifecycleState.MERGE_FAILED, LifecycleState.CLIENT_CONNECTED);

    @Override
    public Attachment attach(Cache<?, ?> engine, SuspectListener listener) {
        CacheManager manager = engine.getCacheManager();
        if (!(manager instanceof HazelcastCacheManager hazelcast)) {
            return () -> {};
        }
        HazelcastInstance instance = hazelcast.getHazelcastInstance();
        UUID lifecycle = instance.getLifecycleService().addLifecycleListener(event -> {
            if (SUSPICIOUS.contains(event.getState())) {
                listener.suspect("Hazelcast: " + event.getState());
            }
        });
        UUID membership = instance.getCluster().addMembershipListener(new Departures(listener));
        return () -> detach(instance, lifecycle, membership);
    }

    private static void detach(HazelcastInstance instance, UUID lifecycle, UUID membership) {
        try {
            instance.getLifecycleService().removeLifecycleListener(lifecycle);
            instance.getCluster().removeMembershipListener(membership);
        } catch (HazelcastInstanceNotActiveException e) {
            LOG.log(Level.DEBUG, "the engine is gone, and its listeners with it", e);
        }
    }

    /** Suspects when a member is gone. */
    private record Departures(SuspectListener listener) implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {}

        @Override
        public void memberRemoved(MembershipEvent event) {
            listener.suspect("Hazelcast: member " + event.getMember().getUuid() + " is gone");
        }
    }
}
