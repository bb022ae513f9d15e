package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.agent.TinyModels;
import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamState;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import io.roomwise.inference.ActionRecognizer;
import io.roomwise.inference.ModelBundle;
import io.roomwise.mqtt.Command;
import io.roomwise.mqtt.CommandException;
import io.roomwise.mqtt.ModelUpdate;
import io.roomwise.mqtt.RoomSettings;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.Synchronizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a room with a real camera and real models. */
@Timeout(120)
class HomeControlTest {
    private static final RoomId LIVING = new RoomId("home", "living");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path home;

    private final AtomicInteger restarts = new AtomicInteger();
    private VirtualCamera camera;
    private ActionRecognizer recognizer;
    private Synchronizer synchronizer;
    private RoomStreams streams;
    private HomeControl control;
    private Settings settings;

    @BeforeEach
    void open() throws Exception {
        TinyModels.write(home);
        camera = new VirtualCamera(
                VirtualCameraConfig.of("north"), new Grey(16_000), Clocks.system(), new SplittableRandom(2));
        camera.start();
        String input = "[{path: \"" + camera.url().reveal() + "\", roles: [video, audio]}]";
        Path file = home.resolve("agent.yaml");
        Files.writeString(
                file,
                "mqtt: {enabled: false}\nmodel: {offered: \"" + home.resolve("offered") + "\"}\n"
                        + "homes: {home: {rooms: {living: {sensors: {north: {inputs: " + input + "}, south: {inputs: "
                        + input + "}}}}}}\n");
        Map<String, String> environment = Map.of(
                "ROOMWISE_HOME",
                home.toString(),
                "ROOMWISE_STATE",
                home.resolve("state").toString());
        AgentConfig config = ConfigFile.read(file, environment);
        settings = new Settings(config.storage().map(folder -> folder.resolve("settings.json")));
        recognizer = ActionRecognizer.open(config.inference(), new Listeners(), () -> 0);
        SyncConfig sync = config.windows().sync(2.5, false, 640, 480);
        synchronizer = new Synchronizer(
                sync,
                config.rooms().stream().map(room -> room.layout()).toList(),
                window -> {},
                Thread::new,
                Clocks.system(),
                failure -> {});
        synchronizer.start();
        streams = new RoomStreams(
                config.rooms(), false, synchronizer, new Listeners(), Clocks.system(), new SplittableRandom(1));
        control = new HomeControl(
                config,
                settings,
                recognizer,
                new ModelOffers(
                        config.inference().model(),
                        config.offeredModel(),
                        Optional.of(home.resolve("state/models/student"))),
                streams,
                student -> {
                    HomeAgent.publications(ConfigFile.read(file, environment), student);
                    return restarts::incrementAndGet;
                });
        control.start(update -> {});
    }

    @AfterEach
    void close() throws Exception {
        control.close();
        streams.close();
        synchronizer.close();
        recognizer.close();
        camera.close();
    }

    private void await(Command command) throws Exception {
        control.apply(command).toCompletableFuture().get();
    }

    private List<StreamState> states() {
        return streams.stats().stream().map(stream -> stream.state()).toList();
    }

    private void awaitStreaming() {
        while (!states().equals(List.of(StreamState.STREAMING, StreamState.STREAMING))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aRoomThatIsNotWatchedHasNoConnectionToItsCameras() throws Exception {
        awaitStreaming();
        await(new Command.Recognition(LIVING, false));
        assertThat(states()).containsExactly(StreamState.CLOSED, StreamState.CLOSED);
        while (camera.stats().clients() > 0) {
            Thread.onSpinWait();
        }

        await(new Command.Recognition(LIVING, true));
        awaitStreaming();
        assertThat(settings.of(LIVING, Map.of()).recognition()).isTrue();
    }

    @Test
    void withoutMicrophonesOnlyPicturesAreTaken() throws Exception {
        while (streams.stats().stream().anyMatch(stream -> stream.sounds() == 0)) {
            Thread.onSpinWait();
        }
        await(new Command.Microphones(LIVING, false));
        while (streams.stats().stream().anyMatch(stream -> stream.pictures() < 20)) {
            Thread.onSpinWait();
        }
        assertThat(streams.stats()).allMatch(stream -> stream.sounds() == 0);
        assertThat(settings.of(LIVING, Map.of())).isEqualTo(new RoomSettings(true, false, Map.of()));
    }

    @Test
    void movesAThreshold() throws Exception {
        await(new Command.Threshold(LIVING, "fall", 0.6f));
        assertThat(settings.of(LIVING, recognizer.thresholds()).thresholds()).containsEntry("fall", 0.6f);
        assertThat(control.settings(LIVING).thresholds()).containsEntry("fall", 0.6f);
    }

    @Test
    void nothingIsOpenedOnceAllIsClosed() {
        awaitStreaming();
        streams.close();
        streams.set(LIVING, new RoomSettings(true, true, Map.of()));
        assertThat(states()).containsExactly(StreamState.CLOSED, StreamState.CLOSED);
    }

    @Test
    void restartsAfterTheAnswer() throws Exception {
        await(new Command.Restart());
        while (restarts.get() == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aRestartThatTheModelsWouldRefuseIsRefused() throws Exception {
        Path file = home.resolve("agent.yaml");
        Files.writeString(file, Files.readString(file) + "actions: {flal: {start: 0.5}}\n");
        assertThatThrownBy(() -> await(new Command.Restart()))
                .hasCauseInstanceOf(CommandException.class)
                .hasMessageContaining("agent.yaml:4:17 actions.flal: the model has no such class");
        assertThat(restarts).hasValue(0);
    }

    @Test
    void aModelForFewerCamerasThanARoomHasIsNotInstalled() throws Exception {
        TinyModels.writeStudentOfOneView(home.resolve("offered"));
        assertThatThrownBy(() -> await(new Command.InstallModel()))
                .hasCauseInstanceOf(CommandException.class)
                .hasMessageContaining("room home/living has 2 cameras, the model takes up to 1");
        assertThat(settings.model(home.resolve("models/student"))).isEmpty();
        assertThat(home.resolve("state/models/student")).doesNotExist();
        assertThat(restarts).hasValue(0);
    }

    @Test
    void aModelWhoseInstallationCannotBeKeptIsNotSaidToBeInstalled() throws Exception {
        TinyModels.writeStudent(home.resolve("offered"), 2);
        Files.createDirectories(home.resolve("state/settings.json/in-the-way"));
        assertThatThrownBy(() -> await(new Command.InstallModel()))
                .hasCauseInstanceOf(CommandException.class)
                .hasMessageContaining("a restart would bring the old one back");
        assertThat(restarts).hasValue(0);

        await(new Command.Recognition(LIVING, false));
        assertThat(states()).containsExactly(StreamState.CLOSED, StreamState.CLOSED);
    }

    @Test
    void installsTheModelThatIsOffered() throws Exception {
        assertThatThrownBy(() -> await(new Command.InstallModel()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CommandException.class)
                .hasMessageContaining("no other model is offered");

        Path offered = home.resolve("offered");
        ModelBundle.install(home.resolve("models/student"), offered);
        Files.writeString(offered.resolve("model.yaml"), "broken");
        assertThatThrownBy(() -> await(new Command.InstallModel())).hasMessageContaining("no other model is offered");

        TinyModels.writeStudent(offered, 2);
        await(new Command.InstallModel());

        Path installed = settings.model(home.resolve("models/student")).orElseThrow();
        assertThat(ModelBundle.fingerprint(installed)).isEqualTo(ModelBundle.fingerprint(offered));
        var models = new ModelOffers(installed, Optional.of(offered), Optional.of(installed));
        ModelUpdate update = models.look();
        assertThat(update.latest()).isEqualTo(update.installed());
        assertThat(update.installable()).isTrue();
    }
}
