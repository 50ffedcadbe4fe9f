package dev.gossamer.jcache.near;

import java.net.InetSocketAddress;
import javax.cache.Cache;
import org.redisson.connection.ConnectionEventsHub;
import org.redisson.connection.ConnectionListener;
import org.redisson.jcache.JCache;

/**
 * Redisson: Redis tells an event once, to the connections that are there. What is written between the end of a connection and
 * the moment Redisson has subscribed on the next one is told to nobody here. Doubted at both ends of a connection; what is
 * written between the second and the subscription is left to the control channel.
 */
final class RedissonHooks implements EngineHooks {

    @Override
    public Attachment attach(Cache<?, ?> engine, SuspectListener listener) {
        if (!(engine instanceof JCache<?, ?> redisson)) {
            return () -> {};
        }
        ConnectionEventsHub hub = redisson.getServiceManager().getConnectionEventsHub();
        int number = hub.addListener(new Connections(listener));
        return () -> hub.removeListener(number);
    }

    /** Suspects when a connection of any kind has ended, and when there is one again. */
    @SuppressWarnings("deprecation") // the methods without a type of node have to be there
    private record Connections(SuspectListener listener) implements ConnectionListener {
        @Override
        public void onConnect(InetSocketAddress server) {
            listener.suspect("Redisson: connected to " + server + " again");
        }

        @Override
        public void onDisconnect(InetSocketAddress server) {
            listener.suspect("Redisson: a connection to " + server + " has ended");
        }
    }
}
