package io.roomwise.agent;

import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code agent version}. */
@Command(name = "version", description = "Prints the version of this program and of the Java that runs it.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        for (String line : getVersion()) {
            spec.commandLine().getOut().println(line);
        }
        return FailurePolicy.OK;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "roomwise " + Version.current(),
            System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
