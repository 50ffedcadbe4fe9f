package dev.gossamer.tck;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Shows on a terminal how many tests have ended. */
final class ProgressListener implements TestExecutionListener, AutoCloseable {
    private final String backend;
    private volatile @Nullable ProgressBar bar;

    ProgressListener(String backend) {
        this.backend = backend;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        bar = new ProgressBarBuilder()
                .setTaskName(backend)
                .setInitialMax(plan.countTestIdentifiers(TestIdentifier::isTest))
                .setStyle(ProgressBarStyle.ASCII)
                .build();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        ProgressBar shown = bar;
        if (shown != null && test.isTest()) {
            String name = test.getDisplayName();
            shown.setExtraMessage(name.substring(0, Math.min(40, name.length())));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        ProgressBar shown = bar;
        if (shown != null && test.isTest()) {
            shown.step();
        }
    }

    @Override
    public void close() {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.close();
        }
    }
}
