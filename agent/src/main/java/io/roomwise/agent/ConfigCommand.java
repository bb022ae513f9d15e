package io.roomwise.agent;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.HomeAgent;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code agent config check}. */
@Command(name = "config", description = "Looks after the configuration.", synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            description =
                    "Checks the configuration, the models that it names and what would be published, without the network. Prints every"
                            + " problem as file:line:column key: message and ends with 78 if there is one.")
    int check(@Mixin ConfigOption file) throws ConfigException {
        AgentConfig config = file.read();
        HomeAgent.publications(config, Optional.empty());
        long streams =
                config.rooms().stream().mapToLong(room -> room.streams().size()).sum();
        spec.commandLine()
                .getOut()
                .println(file + ": good, " + config.rooms().size() + " rooms, " + streams + " streams");
        return FailurePolicy.OK;
    }
}
