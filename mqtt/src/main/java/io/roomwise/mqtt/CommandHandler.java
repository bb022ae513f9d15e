package io.roomwise.mqtt;

import java.util.concurrent.CompletionStage;

/** Carries out what people ask for. Called by threads of the MQTT client; returns at once. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * @return completes when the effect holds and will still hold after a restart; exceptionally, with a message for people,
     *     if it cannot be had
     */
    CompletionStage<Void> apply(Command command);
}
