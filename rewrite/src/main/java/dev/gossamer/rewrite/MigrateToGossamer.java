package dev.gossamer.rewrite;

import java.util.List;
import org.openrewrite.Recipe;

/**
 * All recipes of this package. What changes in behaviour stands in {@code docs/MIGRATING.md}. Stateless and thread-safe.
 *
 * @since 0.2.0
 */
public final class MigrateToGossamer extends Recipe {

    /** Makes the recipe. */
    public MigrateToGossamer() {}

    @Override
    public String getDisplayName() {
        return "Migrate to Gossamer";
    }

    @Override
    public String getDescription() {
        return "Replaces weak maps, interners and cleaners of the JDK and of Guava.";
    }

    @Override
    public List<Recipe> getRecipeList() {
        return List.of(
                new SynchronizedWeakHashMap(), new WeakMapMaker(), new WeakInterner(), new CleanerRegistration());
    }
}
