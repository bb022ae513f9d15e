package io.roomwise.agent;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.HomeAgent;
import io.roomwise.mqtt.MqttConfig;
import io.roomwise.mqtt.RetainedTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code agent mqtt show} and {@code agent mqtt clear-discovery}. */
@Command(name = "mqtt", description = "Shows and clears what the broker keeps.", synopsisSubcommandLabel = "COMMAND")
final class MqttCommand {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            description = "Prints every retained topic with its payload: what this configuration and its models would"
                    + " publish, without the network, or, with --live, what the broker keeps of this box now.")
    int show(@Mixin ConfigOption file, @Option(names = "--live", description = "ask the broker") boolean live)
            throws ConfigException, IOException {
        AgentConfig config = file.read();
        MqttConfig broker = broker(config);
        if (live) {
            try (RetainedTopics retained = retained(config, broker)) {
                print(retained.ours());
            }
        } else {
            print(HomeAgent.publications(config, Optional.empty()));
        }
        return FailurePolicy.OK;
    }

    private void print(Map<String, String> publications) {
        PrintWriter out = spec.commandLine().getOut();
        publications.forEach((topic, payload) -> out.println(topic + " " + payload));
        out.flush();
    }

    @Command(
            name = "clear-discovery",
            description = "Takes back everything that the broker keeps of this box, and nothing else: Home Assistant"
                    + " forgets its devices. The agent must not be running.")
    int clearDiscovery(
            @Mixin ConfigOption file,
            @Option(
                            names = "--node",
                            paramLabel = "NAME",
                            description =
                                    "another box, which is gone for ever, instead of the one of the configuration")
                    String node,
            @Option(names = "--dry-run", description = "only say what would be taken back") boolean dry)
            throws ConfigException, IOException {
        AgentConfig config = file.read();
        MqttConfig broker = node == null ? broker(config) : other(broker(config), node);
        PrintWriter out = spec.commandLine().getOut();
        try (RetainedTopics retained = retained(config, broker)) {
            Map<String, String> ours = retained.ours();
            if (!dry && retained.isRunning(ours)) {
                spec.commandLine()
                        .getErr()
                        .println("agent: " + broker.node() + " is online and would publish all again: stop it first");
                return FailurePolicy.UNAVAILABLE;
            }
            if (!dry) {
                retained.clear(ours.keySet());
            }
            ours.keySet().forEach(topic -> out.println((dry ? "would clear " : "cleared ") + topic));
            out.println(ours.size() + " topics of " + broker.node());
            out.flush();
        }
        return FailurePolicy.OK;
    }

    private MqttConfig other(MqttConfig broker, String node) {
        try {
            return broker.withNode(node);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private static RetainedTopics retained(AgentConfig config, MqttConfig broker) throws ConfigException, IOException {
        try {
            return new RetainedTopics(broker);
        } catch (IllegalArgumentException e) {
            throw config.places().refuse(String.valueOf(e.getMessage())); // a certificate that cannot be read
        }
    }

    private static MqttConfig broker(AgentConfig config) throws ConfigException {
        return config.mqtt()
                .orElseThrow(() -> config.places().refuse("mqtt.enabled", "is false: nothing is published"));
    }
}
