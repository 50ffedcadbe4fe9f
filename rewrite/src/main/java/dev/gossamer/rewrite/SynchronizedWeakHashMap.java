package dev.gossamer.rewrite;

import java.util.List;
import java.util.stream.Collectors;
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
 * {@code Collections.synchronizedMap(new WeakHashMap<>())} becomes {@code WeakKeyMap.create()}, which compares by {@code equals} too.
 * A capacity is left out. Stateless and thread-safe.
 *
 * @since 0.2.0
 */
public final class SynchronizedWeakHashMap extends Recipe {
    private static final MethodMatcher SYNCHRONIZED =
            new MethodMatcher("java.util.Collections synchronizedMap(java.util.Map)");

    /** Makes the recipe. */
    public SynchronizedWeakHashMap() {}

    @Override
    public String getDisplayName() {
        return "Replace synchronized `WeakHashMap` by `WeakKeyMap`";
    }

    @Override
    public String getDescription() {
        return "A `WeakKeyMap` reads without a lock, and runs no function under the lock of the whole map.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return Preconditions.check(new UsesMethod<>(SYNCHRONIZED), new Replacement());
    }

    private static final class Replacement extends JavaVisitor<ExecutionContext> {
        @Override
        public J visitMethodInvocation(J.MethodInvocation method, ExecutionContext context) {
            J.MethodInvocation call = (J.MethodInvocation) super.visitMethodInvocation(method, context);
            if (!SYNCHRONIZED.matches(call)
                    || !(call.getArguments().get(0) instanceof J.NewClass made)
                    || made.getBody() != null
                    || !TypeUtils.isOfClassType(made.getType(), "java.util.WeakHashMap")
                    || made.getArguments().stream()
                            .anyMatch(each -> TypeUtils.isAssignableTo("java.util.Map", each.getType()))) {
                return call;
            }
            maybeRemoveImport("java.util.Collections");
            maybeRemoveImport("java.util.WeakHashMap");
            maybeAddImport("dev.gossamer.WeakKeyMap");
            return GossamerTypes.template("WeakKeyMap." + witness(made) + "create()", "WeakKeyMap")
                    .apply(getCursor(), call.getCoordinates().replace());
        }

        /** The types that the constructor was given, unless the compiler found them. */
        private static String witness(J.NewClass made) {
            if (!(made.getClazz() instanceof J.ParameterizedType type) || type.getTypeParameters() == null) {
                return "";
            }
            List<Expression> parameters = type.getTypeParameters();
            return parameters.stream().anyMatch(J.Empty.class::isInstance)
                    ? ""
                    : parameters.stream()
                            .map(each -> each.toString().strip())
                            .collect(Collectors.joining(", ", "<", ">"));
        }
    }
}
