package dev.gossamer.jcache.locking;

import dev.gossamer.jcache.common.FirstThrowable;
import dev.gossamer.jcache.common.UserText;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A change during which anything of the user's may run: each key has a lock of its own. Confined to its thread. */
final class ScopedUpdate<K> implements LockedUpdate<K> {
    private final List<KeyClaim<K>> claims;
    private @Nullable OperationScope scope;

    ScopedUpdate(List<KeyClaim<K>> claims) {
        this.claims = claims;
    }

    /** Takes what the claims are for, each lock in some way; returns whether it has. Else, and if it throws, it has nothing. */
    boolean begin(Predicate<KeyClaim<K>> locking) {
        Throwable failure = null;
        try {
            if (lockAll(locking)) {
                return true;
            }
        } catch (Throwable e) {
            failure = e;
        }
        FirstThrowable.rethrow(end(failure));
        return false;
    }

    private boolean lockAll(Predicate<KeyClaim<K>> locking) {
        claims.forEach(KeyClaim::use);
        claims.sort(Comparator.comparingLong(KeyClaim::rank));
        scope = OperationScope.enter();
        for (KeyClaim<K> claim : claims) {
            if (!locking.test(claim)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void afterwards(K key, PendingEvent event) {
        Objects.requireNonNull(scope, "scope").owe(claimOf(key), event);
    }

    private KeyClaim<K> claimOf(K key) {
        for (KeyClaim<K> claim : claims) {
            if (claim.key.equals(key)) {
                return claim;
            }
        }
        throw new IllegalStateException(
                "key " + UserText.of(key) + " is not part of this operation; its equals or hashCode changed");
    }

    @Override
    public void close() {
        FirstThrowable.rethrow(end(null));
    }

    /** Gives back all there is, whatever one key does; returns the first failure. Iterates without an iterator: memory may be out. */
    private @Nullable Throwable end(@Nullable Throwable before) {
        Throwable failure = before;
        for (int i = 0; i < claims.size(); i++) {
            try {
                claims.get(i).unlock();
            } catch (Throwable e) {
                failure = FirstThrowable.first(failure, e);
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            try {
                claims.get(i).release();
            } catch (Throwable e) { // as where its hashCode throws
                failure = FirstThrowable.first(failure, e);
            }
        }
        try {
            if (scope != null) {
                scope.exit();
            }
        } catch (Throwable e) {
            failure = FirstThrowable.first(failure, e);
        }
        return failure;
    }
}
