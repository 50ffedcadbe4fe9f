package dev.gossamer.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the benchmarks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {FormCommand.class, PairCommand.class, DeathCommand.class, JmhCommand.class})
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Runs a command; see {@code --help}.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
