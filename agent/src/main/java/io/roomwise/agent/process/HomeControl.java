package io.roomwise.agent.process;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.capture.RoomId;
import io.roomwise.inference.ActionRecognizer;
import io.roomwise.mqtt.Command;
import io.roomwise.mqtt.CommandException;
import io.roomwise.mqtt.CommandHandler;
import io.roomwise.mqtt.ModelUpdate;
import io.roomwise.mqtt.RoomSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Carries out what people ask for, one command after the other, and keeps it. Owns thread commands. */
public final class HomeControl implements CommandHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HomeControl.class);

    private static final long LOOK_SECONDS = 30;
    private static final long CLOSE_SECONDS = 2;

    private final AgentConfig config;
    private final Settings settings;
    private final ActionRecognizer recognizer;
    private final ModelOffers models;
    private final Restarter restarter;
    private final Map<RoomId, RoomSettings> rooms = new LinkedHashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "commands"));
    private final RoomStreams streams;

    /** Lets the process begin anew. */
    @FunctionalInterface
    public interface Restarter {
        /**
         * Makes sure that a restart would succeed: loads the models and makes all that would be published, as a start does.
         *
         * @param student folder of the student that would be served; empty: the one that is
         * @return asks for the restart; returns at once
         */
        Runnable prepare(Optional<Path> student) throws ConfigException, CommandException;
    }

    HomeControl(
            AgentConfig config,
            Settings settings,
            ActionRecognizer recognizer,
            ModelOffers models,
            RoomStreams streams,
            Restarter restarter) {
        this.config = config;
        this.settings = settings;
        this.recognizer = recognizer;
        this.models = models;
        this.streams = streams;
        this.restarter = restarter;
        config.rooms().forEach(room -> rooms.put(room.id(), settings.of(room.id(), recognizer.thresholds())));
    }

    /** As a room is set at first. */
    RoomSettings settings(RoomId room) {
        return rooms.getOrDefault(room, new RoomSettings(true, true, recognizer.thresholds()));
    }

    /** Lets what was kept take effect, and what was asked for since: commands may come before. */
    void start(Consumer<ModelUpdate> offers) {
        CompletableFuture.runAsync(this::takeEffect, thread).join();
        var unused = thread.scheduleWithFixedDelay(
                () -> offers.accept(models.look()), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void takeEffect() {
        rooms.forEach((room, kept) -> {
            kept.thresholds().forEach((action, start) -> recognizer.setThreshold(room, action, start));
            streams.set(room, kept);
        });
    }

    @Override
    public CompletionStage<Void> apply(Command command) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        carryOut(command);
                    } catch (CommandException | ConfigException e) {
                        throw new CompletionException(new CommandException(String.valueOf(e.getMessage())));
                    } catch (RuntimeException e) {
                        LOG.error("{} failed", command, e);
                        throw e;
                    }
                },
                thread);
    }

    private void carryOut(Command command) throws CommandException, ConfigException {
        if (command instanceof Command.Recognition recognition) {
            streams.set(recognition.room(), changed(recognition.room(), recognition));
            settings.recognition(recognition.room(), recognition.on());
        } else if (command instanceof Command.Microphones microphones) {
            streams.set(microphones.room(), changed(microphones.room(), microphones));
            settings.microphones(microphones.room(), microphones.on());
        } else if (command instanceof Command.Threshold threshold) {
            recognizer.setThreshold(threshold.room(), threshold.action(), threshold.start());
            changed(threshold.room(), threshold);
            float configured = recognizer.thresholds().getOrDefault(threshold.action(), 0f);
            settings.threshold(threshold.room(), threshold.action(), threshold.start(), configured);
        } else if (command instanceof Command.LogLevel level) {
            Logging.level(level.level());
            settings.logLevel(level.level().name(), configuredLevel(config).name());
        } else if (command instanceof Command.Restart) {
            thread.execute(restarter.prepare(Optional.empty()));
        } else if (command instanceof Command.InstallModel) {
            Path configured = config.inference().model();
            Runnable restart = restarter.prepare(Optional.of(models.offer()));
            if (!settings.model(models.install(), configured)) {
                throw new CommandException("the model was copied, but that it is to be served cannot be written to"
                        + " storage.path: a restart would bring the old one back");
            }
            thread.execute(restart);
        }
    }

    private RoomSettings changed(RoomId room, Command command) {
        RoomSettings wanted = settings(room).after(command);
        rooms.put(room, wanted);
        return wanted;
    }

    /** The level that the configuration asks for. */
    static Level configuredLevel(AgentConfig config) {
        String name = config.logger().standard().name().toUpperCase(Locale.ROOT);
        return name.equals("WARNING") ? Level.WARN : Level.valueOf(name);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("thread commands does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
