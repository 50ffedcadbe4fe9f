package dev.gossamer.examples.near;

import dev.gossamer.jcache.near.NearCache;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Two processes that share a cache of Hazelcast, each with weak values near. Fails if anything is not as it says.
 */
public final class NearCacheExample {
    private static final int MANY = 1_000;
    private static final long POLL = TimeUnit.MICROSECONDS.toNanos(100);

    private final NearCache<String, Cover> covers;
    private final PeerProcess other;

    private NearCacheExample(NearCache<String, Cover> covers, PeerProcess other) {
        this.covers = covers;
        this.other = other;
    }

    /**
     * Runs the example.
     *
     * @param arguments none
     * @throws IOException if the other process cannot be started, or ends too soon
     */
    public static void main(String... arguments) throws IOException {
        int port = freePort();
        int otherPort = freePort();
        try (LoopbackMember member = new LoopbackMember(port, port, otherPort);
                PeerProcess other = new PeerProcess(otherPort, port)) {
            await("two members", () -> member.members() == 2);
            NearCacheExample example = new NearCacheExample(member.covers, other);
            example.share();
            example.invalidate();
            example.release();
            example.fill();
            other.kill();
            await("one member", () -> member.members() == 1);
            example.recount();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            require(System.nanoTime() < deadline, "no " + what + " within a minute");
            LockSupport.parkNanos(POLL);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private Cover cover(String title) {
        return Objects.requireNonNull(covers.get(title));
    }

    private void share() throws IOException {
        Cover cover = new Cover("Momo", 1);
        covers.put("Momo", cover);
        System.out.println("written here, read by the other process: " + other.ask("get Momo"));
        require(cover("Momo") == cover, "another instance than the one in use");
        System.out.println("read here: the very instance that was written, as it is in use");
        Reference.reachabilityFence(cover);
    }

    private void invalidate() throws IOException {
        Cover held = cover("Momo");
        other.ask("put Momo 2");
        long written = System.nanoTime();
        await("news of the second edition", () -> cover("Momo").edition() == 2);
        long late = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - written);
        System.out.println("rewritten by the other process: seen here at most " + (late + 1) + " ms later");
        Cover second = cover("Momo");
        require(cover("Momo") == second, "two instances of one version");
        Reference.reachabilityFence(held);
        Reference.reachabilityFence(second);
    }

    private void release() {
        WeakReference<Cover> watched = new WeakReference<>(cover("Momo"));
        await("collection of a value that nobody uses", () -> {
            System.gc();
            return watched.refersTo(null);
        });
        long before = covers.nearStatistics().engineReads();
        Cover again = cover("Momo");
        require(covers.nearStatistics().engineReads() == before + 1, "not read from the engine");
        System.out.println(
                "out of use: gone from this process, and read from the engine when asked for again: " + again);
    }

    private void fill() throws IOException {
        for (int i = 0; i < MANY; i++) {
            if (i % 2 == 0) {
                covers.put("cover" + i, new Cover("cover" + i, 1));
            } else {
                other.ask("put cover" + i + " 1");
            }
        }
    }

    private void recount() {
        int found = 0;
        for (int i = 0; i < MANY; i++) {
            found += covers.get("cover" + i) != null ? 1 : 0;
        }
        require(found == MANY, "only " + found + " of " + MANY + " are left");
        System.out.println(
                "the other process killed: " + found + " of " + MANY + " that the two had written are there");
    }
}
