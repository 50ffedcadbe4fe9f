package dev.gossamer.jcache.near;

import java.net.URI;
import org.redisson.jcache.JCachingProvider;

/** A client of a Redis, with a provider of its own. */
final class RedissonMember extends EngineMember {

    RedissonMember(URI configuration) {
        super(new JCachingProvider().getCacheManager(configuration, null));
    }

    @Override
    public void close() {
        manager.close();
    }
}
