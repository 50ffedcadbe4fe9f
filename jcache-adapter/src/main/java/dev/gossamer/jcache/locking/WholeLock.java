package dev.gossamer.jcache.locking;

import java.util.concurrent.locks.ReentrantLock;

/** A lock that was not taken where taking it threw. */
@SuppressWarnings("serial") // never written
class WholeLock extends ReentrantLock {
    // How can a lock have been taken where taking it threw?
    //
    // Where the stack ends while the JDK takes one, the JVM lets it finish on reserved pages, and throws only then.
    @Override
    public final void lock() {
        int before = getHoldCount();
        boolean taken = false;
        try {
            super.lock();
            taken = true;
        } finally {
            if (!taken && getHoldCount() > before) {
                unlock();
            }
        }
    }

    @Override
    public final boolean tryLock() {
        int before = getHoldCount();
        boolean known = false;
        try {
            boolean taken = super.tryLock();
            known = true;
            return taken;
        } finally {
            if (!known && getHoldCount() > before) {
                unlock();
            }
        }
    }
}
