package io.roomwise.agent.config;

import io.roomwise.agent.config.LoggerConfig.Level;
import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.HardwareDecoding;
import io.roomwise.capture.PictureLimit;
import io.roomwise.capture.RetryInterval;
import io.roomwise.capture.RtspTransport;
import io.roomwise.inference.DetectConfig;
import io.roomwise.inference.DetectorLayout;
import io.roomwise.inference.InferenceConfig;
import io.roomwise.inference.InferenceConfig.GateOverride;
import io.roomwise.sync.SyncConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which key means what: the sections of {@code agent.yaml} to the records of the modules. */
final class ConfigReader {
    /** Rate for which the tolerance is checked as long as no model is loaded. */
    private static final double USUAL_FPS = 2.5;

    private final Section root;
    private final Path home;
    private final Path state;

    ConfigReader(Section root, Map<String, String> environment) {
        this.root = root;
        this.home = Path.of(environment.getOrDefault("ROOMWISE_HOME", "."));
        this.state = Path.of(environment.getOrDefault("ROOMWISE_STATE", "/var/lib/roomwise"));
    }

    /** Empty if a section cannot be made; its problem is noted. */
    Optional<AgentConfig> read(Supplier<Places> places) {
        var mqtt = new MqttSection(root).read();
        LoggerConfig logger = logger();
        Optional<CaptureConfig> capture = capture();
        Optional<WindowsConfig> windows = windows();
        Optional<InferenceConfig> inference = inference();
        var rooms = new RoomSections(root, capture.orElseGet(CaptureConfig::defaults)).read();
        if (capture.isEmpty() || windows.isEmpty() || inference.isEmpty()) {
            return Optional.empty();
        }
        requireThatBelievedClocksAreInTime(capture.get(), windows.get());
        return Optional.of(new AgentConfig(
                mqtt,
                alarms(),
                logger,
                capture.get(),
                windows.get(),
                inference.get(),
                Optional.of(storage()),
                Optional.of(root.section("model").text("offered", ""))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of),
                rooms,
                "",
                places.get()));
    }

    /** A picture is in no window if it arrives, by its camera's clock, later than windows wait. */
    private void requireThatBelievedClocksAreInTime(CaptureConfig capture, WindowsConfig windows) {
        Duration longest = Duration.ofMillis(windows.maxWaitMillis());
        if (capture.clockMaxOffset().compareTo(longest) > 0) {
            root.section("capture")
                    .section("clock")
                    .problem(
                            "max_offset",
                            "must be at most windows.max_wait_ms, " + longest.toMillis() / 1e3 + " s, was "
                                    + capture.clockMaxOffset().toMillis() / 1e3
                                    + ": windows would not wait for such a camera");
        }
    }

    private Map<String, Boolean> alarms() {
        Map<String, Boolean> alarms = new LinkedHashMap<>();
        root.sections("actions", "class").forEach((action, section) -> section.optionalFlag("alarm")
                .ifPresent(alarm -> alarms.put(action, alarm)));
        return alarms;
    }

    private Path storage() {
        String path = root.section("storage").text("path", state.toString());
        if (path.isBlank()) {
            root.section("storage").problem("path", "must name a folder");
        }
        return Path.of(path);
    }

    private LoggerConfig logger() {
        Section logger = root.section("logger");
        Level standard = logger.choice("default", Level.class, Level.INFO);
        Map<String, Level> levels = logger.choices("logs", "logger", Level.class);
        return new LoggerConfig(standard, levels);
    }

    private Optional<CaptureConfig> capture() {
        CaptureConfig standard = CaptureConfig.defaults();
        Section capture = root.section("capture");
        Section clock = capture.section("clock");
        Section detect = root.section("detect");
        return capture.make(() -> new CaptureConfig(
                capture.choice("rtsp_transport", RtspTransport.class, standard.rtspTransport()),
                seconds(capture, "connect_timeout", standard.connectTimeout()),
                seconds(capture, "read_timeout", standard.readTimeout()),
                retryInterval(capture.section("retry_interval"), standard.retryInterval()),
                seconds(clock, "max_offset", standard.clockMaxOffset()),
                capture.choice("hardware_decoding", HardwareDecoding.class, standard.hardwareDecoding()),
                new PictureLimit(
                        detect.integer("width", standard.pictureLimit().width()),
                        detect.integer("height", standard.pictureLimit().height()))));
    }

    private static RetryInterval retryInterval(Section retry, RetryInterval standard) {
        return new RetryInterval(
                seconds(retry, "min", standard.min()),
                seconds(retry, "max", standard.max()),
                retry.number("jitter", standard.jitter()),
                seconds(retry, "reset_after", standard.resetAfter()));
    }

    private Optional<WindowsConfig> windows() {
        Section windows = root.section("windows");
        return windows.make(() -> {
            var config = new WindowsConfig(
                    windows.integer("tolerance_ms", SyncConfig.DEFAULT_TOLERANCE_MILLIS),
                    windows.integer("max_wait_ms", SyncConfig.DEFAULT_MAX_WAIT_MILLIS),
                    windows.integer("min_views", 1),
                    windows.flag("sound_clock", SyncConfig.DEFAULT_SOUND_CLOCK));
            config.sync(USUAL_FPS, false, SyncConfig.DEFAULT_MAX_WIDTH, SyncConfig.DEFAULT_MAX_HEIGHT);
            return config;
        });
    }

    private Optional<InferenceConfig> inference() {
        Section model = root.section("model");
        Section detect = root.section("detect");
        Optional<DetectConfig> detector = detect.make(() -> new DetectConfig(
                Path.of(detect.text("model", home.resolve("models/detector").toString())),
                detect.optional("layout", DetectorLayout.class).orElse(null),
                detect.choice("device", DetectConfig.Device.class, DetectConfig.Device.AUTO),
                detect.optionalNumber("min_score").map(Double::floatValue).orElse(null),
                detect.optionalInteger("long_side").orElse(null)));
        Map<String, GateOverride> actions = new LinkedHashMap<>();
        root.sections("actions", "class")
                .forEach((action, section) -> override(section).ifPresent(override -> actions.put(action, override)));
        return detector.flatMap(found -> model.make(() -> new InferenceConfig(
                Path.of(model.text("path", home.resolve("models/student").toString())),
                model.integer("threads", 2),
                model.flag("encode_empty_views", false),
                found,
                actions)));
    }

    private static Optional<GateOverride> override(Section action) {
        return action.make(() -> new GateOverride(
                action.optionalNumber("start").map(Double::floatValue).orElse(null),
                action.optionalNumber("end").map(Double::floatValue).orElse(null),
                action.optionalInteger("min_slots").orElse(null),
                action.optionalInteger("hold_slots").orElse(null),
                action.optionalInteger("cool_down_slots").orElse(null)));
    }

    private static Duration seconds(Section section, String key, Duration standard) {
        return Duration.ofNanos(Math.round(section.number(key, standard.toNanos() / 1e9) * 1e9));
    }
}
