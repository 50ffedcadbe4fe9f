package dev.gossamer.benchmarks;

/** Goes round the keys, one operation for each. */
final class KeyLoop implements BatchedWorkload {
    private final int size;
    private final Operation operation;

    /**
     * Makes the work.
     *
     * @param size how many keys there are
     * @param operation what to do with each
     */
    KeyLoop(int size, Operation operation) {
        this.size = size;
        this.operation = operation;
    }

    /** What is done with a key. */
    interface Operation {

        /** Does it with the key of a number; {@code lap} says how often the thread has gone round before. */
        void accept(int number, int lap);
    }

    @Override
    public long batch(Lane lane) {
        int position = lane.position;
        int lap = lane.lap;
        for (int done = 0; done < BATCH; done++) {
            operation.accept(position, lap);
            if (++position == size) {
                position = 0;
                lap++;
            }
        }
        lane.position = position;
        lane.lap = lap;
        return BATCH;
    }
}
