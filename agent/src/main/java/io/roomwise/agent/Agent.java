package io.roomwise.agent;

import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.capture.StreamUrl;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.trainer.loop.TrainingStoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code agent}. */
@Command(
        name = "agent",
        description = "Recognizes what people do in the rooms of a home and tells Home Assistant.",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            RecordCommand.class,
            ReplayCommand.class,
            ConfigCommand.class,
            MqttCommand.class,
            ProbeCommand.class,
            TrainerCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Agent {
    private Agent() {}

    /** Exits with 0, 2 (usage), 69 (a camera cannot be used, or a box is still running), 70 (failure) or 78 (configuration). */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** With the streams of the process; tests give others. */
    static CommandLine commandLine() {
        return new CommandLine(new Agent())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Agent::executed)
                .setParameterExceptionHandler(Agent::misused)
                .setExecutionExceptionHandler(Agent::failed);
    }

    /** What the user typed, for reports and for a model's provenance. */
    static String commandOf(CommandSpec spec) {
        return "agent "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    /** As picocli does it, which quotes what was typed, but without the passwords in it. */
    private static int misused(ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(StreamUrl.mask(String.valueOf(thrown.getMessage())));
        if (!UnmatchedArgumentException.printSuggestions(thrown, err)) {
            command.usage(err);
        }
        return FailurePolicy.USAGE;
    }

    /** An {@link Error} too is told and has its exit code: by then the log may have been closed. */
    private static int executed(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Error e) {
            PrintWriter err = parsed.commandSpec().commandLine().getErr();
            e.printStackTrace(err);
            err.flush();
            return FailurePolicy.exitCode(e);
        }
    }

    private static int failed(Exception thrown, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (thrown instanceof ConfigException wrong) {
            wrong.problems().forEach(err::println);
        } else if (thrown instanceof IOException
                || thrown instanceof BundleException
                || thrown instanceof ModelFileException
                || thrown instanceof TrainingStoppedException) {
            err.println("agent: " + thrown.getMessage());
        } else {
            thrown.printStackTrace(err);
        }
        err.flush();
        return FailurePolicy.exitCode(thrown);
    }
}
