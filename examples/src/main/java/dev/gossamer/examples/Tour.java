package dev.gossamer.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Plays the situations that weak structures exist for, on real objects and the real collector. */
public final class Tour {
    private static final List<TourScene> SCENES = List.of(
            new SessionCache(),
            new RequestMetadata(),
            new VanishingObservers(),
            new LambdaListeners(),
            new WeakParentLink(),
            new CollectedEntries(),
            new ObjectsThatDie(),
            new RefusedObjects(),
            new MemoryInNumbers());

    private Tour() {}

    /**
     * Plays all scenes; exits with 1 if one of them does not hold.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TourStage stage = new TourStage(out);
        for (TourScene scene : SCENES) {
            stage.title(scene.title());
            try {
                scene.play(stage);
            } catch (Exception e) {
                out.println("  ✗ " + e.getMessage());
                e.printStackTrace(out);
                System.exit(1);
            }
        }
        out.printf("%nAll %d scenes held.%n", SCENES.size());
    }
}
