package io.roomwise.mqtt;

import java.util.concurrent.CompletionStage;

/** Carries out what people ask for. Called by threads of the MQTT client; returns at once. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Switches, thresholds and the log level hold from then on, also where they cannot be kept; the log says once that they
     * are lost with a restart. A model that is installed is all about the next start: if that cannot be kept, it fails.
     *
     * @return completes when the effect holds; exceptionally, with a message for people, if it cannot be had
     */
    CompletionStage<Void> apply(Command command);
}
