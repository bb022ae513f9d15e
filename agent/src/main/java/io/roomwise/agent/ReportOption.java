package io.roomwise.agent;

import io.roomwise.agent.process.HomeStats;
import io.roomwise.agent.process.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --report-csv} of the commands that recognize. */
final class ReportOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--report-csv",
            paramLabel = "FILE",
            description = "at the end, write what the run cost and how well it kept time; - for standard output")
    private String target = "";

    /** Where it was asked for. */
    void write(RunReport measured, HomeStats stats) throws IOException {
        if (target.equals("-")) {
            spec.commandLine().getOut().print(measured.csv(stats));
            spec.commandLine().getOut().flush();
        } else if (!target.isEmpty()) {
            Files.writeString(Path.of(target), measured.csv(stats));
        }
    }
}
