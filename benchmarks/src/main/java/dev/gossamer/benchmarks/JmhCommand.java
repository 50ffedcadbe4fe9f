package dev.gossamer.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hands its arguments to JMH. */
@Command(
        name = "jmh",
        description = "Runs JMH; its options follow after --, as in: jmh -- -p peer=KEYS_JDK -prof gc Work")
final class JmhCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "JMH's own options")
    private List<String> options = List.of();

    @Override
    public Integer call() throws Exception {
        new Runner(new CommandLineOptions(options.toArray(new String[0]))).run();
        return 0;
    }
}
