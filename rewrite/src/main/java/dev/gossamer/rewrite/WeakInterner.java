package dev.gossamer.rewrite;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Preconditions;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.ChangeType;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.MethodMatcher;
import org.openrewrite.java.search.UsesMethod;
import org.openrewrite.java.tree.J;

/**
 * {@code Interners.newWeakInterner()} of Guava becomes {@code Interner.create()}, and the type {@code Interner} Gossamer's, in files
 * that use no other method of {@code Interners}. A file that only passes such an interner on has to be changed by hand. Stateless
 * and thread-safe.
 *
 * @since 0.2.0
 */
public final class WeakInterner extends Recipe {
    private static final MethodMatcher WEAK =
            new MethodMatcher("com.google.common.collect.Interners newWeakInterner()");
    private static final MethodMatcher ANY = new MethodMatcher("com.google.common.collect.Interners *(..)");

    /** Makes the recipe. */
    public WeakInterner() {}

    @Override
    public String getDisplayName() {
        return "Replace Guava's weak `Interner`";
    }

    @Override
    public String getDescription() {
        return "Gossamer's `Interner` can also be asked without storing anything, and counts.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return Preconditions.check(new UsesMethod<>(WEAK), new Replacement());
    }

    private static final class Replacement extends JavaVisitor<ExecutionContext> {
        @Override
        public J visitCompilationUnit(J.CompilationUnit unit, ExecutionContext context) {
            if (usesOthers(unit)) {
                return unit;
            }
            doAfterVisit(
                    new ChangeType("com.google.common.collect.Interner", "dev.gossamer.Interner", true).getVisitor());
            return super.visitCompilationUnit(unit, context);
        }

        private static boolean usesOthers(J.CompilationUnit unit) {
            AtomicBoolean others = new AtomicBoolean();
            new JavaIsoVisitor<AtomicBoolean>() {
                @Override
                public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, AtomicBoolean found) {
                    if (ANY.matches(call) && !WEAK.matches(call)) {
                        found.set(true);
                    }
                    return super.visitMethodInvocation(call, found);
                }
            }.visit(unit, others);
            return others.get();
        }

        @Override
        public J visitMethodInvocation(J.MethodInvocation method, ExecutionContext context) {
            J.MethodInvocation call = (J.MethodInvocation) super.visitMethodInvocation(method, context);
            if (!WEAK.matches(call)) {
                return call;
            }
            maybeRemoveImport("com.google.common.collect.Interners");
            String witness = call.getTypeParameters() == null
                    ? ""
                    : "<" + call.getTypeParameters().get(0).toString().strip() + ">";
            return GossamerTypes.template("dev.gossamer.Interner." + witness + "create()", "Interner")
                    .apply(getCursor(), call.getCoordinates().replace());
        }
    }
}
