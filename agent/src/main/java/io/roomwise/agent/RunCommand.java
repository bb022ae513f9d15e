package io.roomwise.agent;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.HomeAgent;
import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Logging;
import io.roomwise.agent.process.RunReport;
import io.roomwise.agent.process.ServiceManager;
import io.roomwise.capture.Clocks;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agent run}. */
@Command(name = "run", description = "Watches the rooms of the configuration until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {
    private static final String REAL_CAMERAS =
            "the person detector was trained on simulated homes only and has never seen a real camera:"
                    + " put a YOLO model of your choice into detect.model, see README";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private ConfigOption file = new ConfigOption();

    @Option(names = "--seconds", paramLabel = "N", description = "end by itself after so many seconds")
    private long seconds;

    @Mixin
    private ReportOption report = new ReportOption();

    @Override
    public Integer call() throws ConfigException, IOException {
        AgentConfig config = file.read();
        Logging.apply(config.logger());
        try (Lifetime lifetime = new Lifetime(Runtime.getRuntime()::halt)) {
            lifetime.start();
            if (seconds > 0) {
                lifetime.endAfter(Duration.ofSeconds(seconds));
            }
            FailurePolicy failures = new FailurePolicy(lifetime::end);
            Thread.setDefaultUncaughtExceptionHandler(failures);
            ServiceManager serviceManager = ServiceManager.of(System.getenv());
            try {
                int code = watch(config, lifetime, failures, serviceManager);
                while (code == FailurePolicy.RESTART) {
                    lifetime.begin();
                    serviceManager.alive();
                    AgentConfig again = file.read();
                    Logging.apply(again.logger());
                    code = watch(again, lifetime, failures, serviceManager);
                }
                return code;
            } finally {
                Logging.flush();
            }
        }
    }

    private int watch(AgentConfig config, Lifetime lifetime, FailurePolicy failures, ServiceManager serviceManager)
            throws ConfigException, IOException {
        RunReport measured = new RunReport(Agent.commandOf(spec), Instant.now());
        try (HomeAgent home = new HomeAgent(config, new Silence(), failures, Clocks.system(), serviceManager)) {
            home.onRestart(student -> {
                // what is wrong is told to whoever asked, and all goes on
                HomeAgent.publications(file.read(), student);
                return lifetime::restart;
            });
            home.start();
            if (home.detectorKnowsSimulatedHomesOnly()) {
                home.report(List.of(REAL_CAMERAS));
            }
            int code = lifetime.await(Duration.ZERO).orElseThrow();
            if (code != FailurePolicy.RESTART) {
                serviceManager.stopping();
                lifetime.closeWithin(code);
            }
            report.write(measured, home.stats());
            return code;
        }
    }

    /** Log and broker say it all. */
    static final class Silence implements ActionListener {
        @Override
        public void onAction(ActionEvent event) {}

        @Override
        public void onRoomState(RoomState state) {}
    }
}
