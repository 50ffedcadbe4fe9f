package dev.gossamer.benchmarks;

/** A piece of work over one container, done in batches; what JMH and the paired runner both call. */
interface BatchedWorkload {

    /** How many operations a batch of most workloads has. */
    int BATCH = 1_000;

    /**
     * Does a batch of operations, for one of several threads.
     *
     * @param lane where this thread stands
     * @return how many operations were done
     */
    long batch(Lane lane);

    /** Where a thread stands in its work, and how often it went round; threads begin in different places. */
    final class Lane {
        int position;
        int lap = 1;

        Lane(int thread, int threads, int size) {
            position = (int) ((long) size * thread / threads);
        }
    }
}
