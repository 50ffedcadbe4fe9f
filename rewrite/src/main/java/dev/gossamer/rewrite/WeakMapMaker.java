package dev.gossamer.rewrite;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Preconditions;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.MethodMatcher;
import org.openrewrite.java.search.UsesMethod;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.TypeUtils;

/**
 * Maps of Guava's {@code MapMaker} become {@code WeakKeyMap.identity()} where keys are weak, {@code WeakValueMap.create()} where values
 * are, and {@code WeakMap.identity()} where both are. Capacity and concurrency are left out. Stateless and thread-safe.
 *
 * @since 0.2.0
 */
public final class WeakMapMaker extends Recipe {
    private static final MethodMatcher MAKE = new MethodMatcher("com.google.common.collect.MapMaker makeMap()");
    private static final Set<String> HINTS = Set.of("initialCapacity", "concurrencyLevel");

    /** Makes the recipe. */
    public WeakMapMaker() {}

    @Override
    public String getDisplayName() {
        return "Replace weak maps of Guava's `MapMaker`";
    }

    @Override
    public String getDescription() {
        return "Gossamer's maps compare as these do, and do not count or show what is dead.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return Preconditions.check(new UsesMethod<>(MAKE), new Replacement());
    }

    private static final class Replacement extends JavaVisitor<ExecutionContext> {
        @Override
        public J visitMethodInvocation(J.MethodInvocation method, ExecutionContext context) {
            J.MethodInvocation call = (J.MethodInvocation) super.visitMethodInvocation(method, context);
            String factory = MAKE.matches(call) ? factory(options(call.getSelect())) : null;
            if (factory == null) {
                return call;
            }
            String type = factory.substring(0, factory.indexOf('.'));
            maybeRemoveImport("com.google.common.collect.MapMaker");
            maybeAddImport("dev.gossamer." + type);
            return GossamerTypes.template(factory.replace(".", "." + witness(call)), type)
                    .apply(getCursor(), call.getCoordinates().replace());
        }

        /** The options of a chain that begins with a new maker, or {@code null} if it begins otherwise. */
        private static @Nullable Set<String> options(@Nullable Expression chain) {
            Set<String> options = new HashSet<>();
            Expression each = chain;
            while (each instanceof J.MethodInvocation option) {
                options.add(option.getSimpleName());
                each = option.getSelect();
            }
            return each instanceof J.NewClass made
                            && TypeUtils.isOfClassType(made.getType(), "com.google.common.collect.MapMaker")
                    ? options
                    : null;
        }

        private static @Nullable String factory(@Nullable Set<String> options) {
            if (options == null) {
                return null;
            }
            options.removeAll(HINTS);
            if (options.equals(Set.of("weakKeys"))) {
                return "WeakKeyMap.identity()";
            }
            if (options.equals(Set.of("weakValues"))) {
                return "WeakValueMap.create()";
            }
            return options.equals(Set.of("weakKeys", "weakValues")) ? "WeakMap.identity()" : null;
        }

        private static String witness(J.MethodInvocation call) {
            return call.getTypeParameters() == null
                    ? ""
                    : call.getTypeParameters().stream()
                            .map(each -> each.toString().strip())
                            .collect(Collectors.joining(", ", "<", ">"));
        }
    }
}
