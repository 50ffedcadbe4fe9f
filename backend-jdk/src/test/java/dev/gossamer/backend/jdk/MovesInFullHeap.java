package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that inserts into tables that are about to grow, and removes from one that is about to shrink, while the heap is full
 * but for a few bytes: none at first, then more and more, until the move has all it needs. So each of its allocations is
 * the first to fail at some time. Started with a small heap and the serial collector. Prints what is wrong, and at last how
 * it went.
 */
final class MovesInFullHeap {
    private static final int MOST = 400;
    private static final int CLEAN = 3;
    private static final int FEW = 10;
    private static final int AGAIN = 5;

    /** What fills the heap: a chain of arrays, the smallest first. */
    private static Object @Nullable [] memory;

    private static int wrong;

    private MovesInFullHeap() {}

    public static void main(String[] args) {
        for (Scene scene : Scene.values()) {
            new Trial(scene).run(-1); // loads what is to be loaded
            int free = needed(scene);
            for (int again = 0; again < AGAIN && free <= FEW; again++) {
                free = needed(scene); // memory came back while the heap was being filled
            }
            check(free > FEW, scene, "moves with " + free + " links, so no allocation can have failed");
        }
        System.out.println(wrong == 0 ? "all went on" : wrong + " wrong");
        Runtime.getRuntime().halt(wrong == 0 ? 0 : 1);
    }

    /** Has tables move with more and more memory; how many links it took at most. */
    private static int needed(Scene scene) {
        int moved = 0;
        int free = 0;
        for (; free < MOST && moved < CLEAN; free++) {
            moved = new Trial(scene).run(free) ? moved + 1 : 0;
        }
        check(moved == CLEAN, scene, "does not move with " + free + " links");
        return free;
    }

    private static void check(boolean condition, Scene scene, String otherwise) {
        if (!condition) {
            wrong++;
            System.out.println(scene + ": " + otherwise);
        }
    }

    /** Takes all memory but that of some links of the chain. */
    private static void fill(int free) {
        memory = new Object[1];
        for (int size = 1 << 14; size >= 1; size >>= 7) {
            try {
                while (true) {
                    Object[] link = new Object[size];
                    link[0] = memory;
                    memory = link;
                }
            } catch (OutOfMemoryError full) {
                continue; // with smaller ones
            }
        }
        for (int i = 0; i < free; i++) {
            memory = (Object[]) memory[0];
        }
    }

    /** A table that is about to move. */
    private enum Scene {
        /** 26 entries in 32 slots. */
        GROWTH(26, 26, 0),
        /** 104 entries in 128 slots with one lock; the next array has sixteen. */
        GROWTH_WITH_LOCKS(104, 104, 0),
        /** As the first, but most of the keys have one hash. */
        GROWTH_WITH_A_SORTED_BUCKET(26, 26, 20),
        /** 20 entries in 256 slots. */
        SHRINKING(200, 20, 0);

        private final int capacity;
        private final int entries;
        private final int ofOneHash;

        Scene(int capacity, int entries, int ofOneHash) {
            this.capacity = capacity;
            this.entries = entries;
            this.ofOneHash = ofOneHash;
        }
    }

    /** One attempt. */
    private static final class Trial {
        private final Scene scene;
        private final ChainedTable table;
        private final List<Entry> stored = new ArrayList<>();
        private int keys;

        Trial(Scene scene) {
            this.scene = scene;
            this.table = (ChainedTable) Tables.strongKeys(scene.capacity);
            while (stored.size() < scene.entries) {
                Entry entry = next(stored.size() < scene.ofOneHash ? 7 : 1_000_003 * stored.size());
                table.insert(entry, entry.strong());
            }
        }

        private Entry next(int hash) {
            Entry entry = Tables.entry("key " + keys++, hash & Integer.MAX_VALUE);
            stored.add(entry);
            return entry;
        }

        /** Has the table move with so much memory, all for less than none; whether it did. */
        boolean run(int free) {
            int length = table.buckets().length();
            Entry entry = scene == Scene.SHRINKING ? alone() : besideAnother();
            boolean done = false;
            try {
                if (free >= 0) {
                    fill(free);
                }
                done = change(entry);
            } catch (OutOfMemoryError thrown) {
                done = false;
            } finally {
                memory = null;
            }
            boolean moved = table.buckets().length() != length;
            check(done, scene, "fails with " + free + " links");
            checkStored(free);
            moveLater(length);
            checkStored(free);
            return moved;
        }

        private boolean change(Entry entry) {
            return scene == Scene.SHRINKING ? table.remove(entry) : table.insert(entry, entry.strong()) == null;
        }

        /** An entry that is to be inserted, and meets a chain. */
        private Entry besideAnother() {
            return next(stored.get(stored.size() - 1).hash());
        }

        /** An entry whose lock is that of no other, so that its removal shows how few there are. */
        private Entry alone() {
            for (int i = 0; i < stored.size(); i++) {
                if (table.buckets().stripe(stored.get(i).hash()).count == 1) {
                    return stored.remove(i);
                }
            }
            throw new IllegalStateException("no entry is alone under its lock");
        }

        private void checkStored(int free) {
            boolean found = true;
            for (Entry entry : stored) {
                found &= table.find(entry.strong(), entry.hash()) == entry;
            }
            check(found, scene, "an entry is not found after " + free + " links");
            List<Entry> met = Tables.entries(table);
            check(met.size() == stored.size() && met.containsAll(stored), scene, "iteration after " + free + " links");
            check(table.estimatedSize() == stored.size(), scene, "the count after " + free + " links");
        }

        /** With memory, a move that was given up comes about soon. */
        private void moveLater(int length) {
            if (scene == Scene.SHRINKING) {
                while (stored.size() > 1) {
                    table.remove(stored.remove(0));
                }
            } else {
                for (int i = 0; i < scene.entries / 8 + 2; i++) {
                    Entry entry = besideAnother();
                    table.insert(entry, entry.strong());
                }
            }
            check(table.buckets().length() != length, scene, "a move was given up for good");
        }
    }
}
