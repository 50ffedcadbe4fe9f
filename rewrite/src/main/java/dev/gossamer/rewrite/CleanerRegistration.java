package dev.gossamer.rewrite;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Preconditions;
import org.openrewrite.Recipe;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.ChangeMethodName;
import org.openrewrite.java.ChangeType;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.MethodMatcher;
import org.openrewrite.java.search.UsesMethod;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JContainer;
import org.openrewrite.java.tree.JRightPadded;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TypeTree;
import org.openrewrite.java.tree.TypeUtils;
import org.openrewrite.marker.Markers;

/**
 * {@code cleaner.register(object, action)} becomes {@code Finalizers.register(object, action)}, {@code Cleaner.Cleanable} becomes {@code
 * Finalizer}, and {@code clean()} {@code call()}. A private cleaner that only registered is removed with its thread. Stateless and
 * thread-safe.
 *
 * @since 0.2.0
 */
public final class CleanerRegistration extends Recipe {
    private static final String CLEANER = "java.lang.ref.Cleaner";
    private static final String FINALIZER = "dev.gossamer.Finalizer";
    private static final MethodMatcher REGISTER =
            new MethodMatcher(CLEANER + " register(java.lang.Object, java.lang.Runnable)");
    private static final MethodMatcher CREATE = new MethodMatcher(CLEANER + " create()");

    /** Makes the recipe. */
    public CleanerRegistration() {}

    @Override
    public String getDisplayName() {
        return "Replace `Cleaner` by `Finalizers`";
    }

    @Override
    public String getDescription() {
        return "Finalizers refuse actions that keep their object alive, and lose no exception.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return Preconditions.check(new UsesMethod<>(REGISTER), new Replacement());
    }

    private static final class Replacement extends JavaVisitor<ExecutionContext> {
        private Set<String> otherwiseUsed = Set.of();

        @Override
        public J visitCompilationUnit(J.CompilationUnit unit, ExecutionContext context) {
            otherwiseUsed = otherwiseUsed(unit);
            doAfterVisit(
                    new ChangeMethodName("java.lang.ref.Cleaner$Cleanable clean()", "call", null, null).getVisitor());
            doAfterVisit(new ChangeType("java.lang.ref.Cleaner$Cleanable", FINALIZER, true).getVisitor());
            doAfterVisit(new Parameterization());
            maybeRemoveImport(CLEANER);
            return super.visitCompilationUnit(unit, context);
        }

        /** The names of cleaners that do something else than to register. */
        private static Set<String> otherwiseUsed(J.CompilationUnit unit) {
            Set<String> names = new HashSet<>();
            new JavaIsoVisitor<Set<String>>() {
                @Override
                public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, Set<String> found) {
                    if (REGISTER.matches(call) && call.getSelect() instanceof J.Identifier) {
                        call.getArguments().forEach(each -> visit(each, found));
                        return call;
                    }
                    return super.visitMethodInvocation(call, found);
                }

                @Override
                public J.VariableDeclarations.NamedVariable visitVariable(
                        J.VariableDeclarations.NamedVariable variable, Set<String> found) {
                    visit(variable.getInitializer(), found);
                    return variable;
                }

                @Override
                public J.Identifier visitIdentifier(J.Identifier name, Set<String> found) {
                    if (name.getFieldType() != null && TypeUtils.isOfClassType(name.getType(), CLEANER)) {
                        found.add(name.getSimpleName());
                    }
                    return name;
                }
            }.visit(unit, names);
            return names;
        }

        @Override
        public J visitMethodInvocation(J.MethodInvocation method, ExecutionContext context) {
            J.MethodInvocation call = (J.MethodInvocation) super.visitMethodInvocation(method, context);
            if (!REGISTER.matches(call)) {
                return call;
            }
            maybeAddImport("dev.gossamer.Finalizers");
            List<Expression> arguments = call.getArguments();
            return GossamerTypes.template(
                            "Finalizers.register(#{any(java.lang.Object)}, #{any(java.lang.Runnable)})", "Finalizers")
                    .apply(getCursor(), call.getCoordinates().replace(), arguments.get(0), arguments.get(1));
        }

        @Override
        public @Nullable J visitVariableDeclarations(J.VariableDeclarations declared, ExecutionContext context) {
            if (declared.hasModifier(J.Modifier.Type.Private)
                    && declared.getVariables().size() == 1
                    && declared.getVariables().get(0).getInitializer() instanceof J.MethodInvocation made
                    && CREATE.matches(made)
                    && !otherwiseUsed.contains(declared.getVariables().get(0).getSimpleName())) {
                return null;
            }
            return super.visitVariableDeclarations(declared, context);
        }
    }

    /** Gives the declared finalizers the type of their result, which is none. */
    private static final class Parameterization extends JavaVisitor<ExecutionContext> {
        @Override
        public J visitIdentifier(J.Identifier name, ExecutionContext context) {
            Object parent = getCursor().getParentTreeCursor().getValue();
            boolean declares = parent instanceof J.VariableDeclarations || parent instanceof J.MethodDeclaration;
            if (!declares || name.getFieldType() != null || !TypeUtils.isOfClassType(name.getType(), FINALIZER)) {
                return name;
            }
            Expression result = TypeTree.build("Void");
            return new J.ParameterizedType(
                    Tree.randomId(),
                    name.getPrefix(),
                    Markers.EMPTY,
                    name.withPrefix(Space.EMPTY),
                    JContainer.build(List.of(JRightPadded.build(result))),
                    name.getType());
        }
    }
}
