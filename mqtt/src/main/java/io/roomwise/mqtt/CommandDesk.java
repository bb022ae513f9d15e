package io.roomwise.mqtt;

import com.google.gson.JsonObject;
import io.roomwise.mqtt.CommandReader.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands, has them carried out and answers them. What comes may be anything, from anybody who may publish to the
 * broker: nothing is trusted, and nothing piles up.
 */
final class CommandDesk {
    private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);

    /** More than a home ever asks for at once; the rest is refused. */
    private static final int MOST_PENDING = 32;

    private final Topics topics;
    private final List<RoomDevice> rooms;
    private final CommandReader reader;
    private final CommandHandler handler;
    private final Consumer<Command> whenHeld;
    private final BooleanSupplier healthy;
    private final Outbox outbox;
    private final Refusals refusals;
    private final AtomicInteger pending = new AtomicInteger();

    /**
     * @param whenHeld told of a command whose effect holds, to show it; any thread
     * @param healthy what the hub would answer now
     */
    CommandDesk(
            Topics topics,
            List<RoomDevice> rooms,
            CommandReader reader,
            CommandHandler handler,
            Consumer<Command> whenHeld,
            BooleanSupplier healthy,
            Outbox outbox,
            Refusals refusals) {
        this.topics = topics;
        this.rooms = List.copyOf(rooms);
        this.reader = reader;
        this.handler = handler;
        this.whenHeld = whenHeld;
        this.healthy = healthy;
        this.outbox = outbox;
        this.refusals = refusals;
    }

    /** What to subscribe to. */
    List<String> subscriptions() {
        var subscriptions = new ArrayList<String>();
        subscriptions.add(topics.requests());
        rooms.forEach(room -> subscriptions.add(topics.settings(room.layout().room())));
        return subscriptions;
    }

    /**
     * Takes a message, from any thread; throws nothing.
     *
     * @param retained whether the broker had kept it: nobody asks now, and to obey again after each reconnect would undo
     *     what was asked for since
     */
    void received(String topic, byte[] payload, boolean retained) {
        if (retained) {
            refusals.refused(topic, "a retained command is not obeyed: clear it, and publish commands without retain");
            return;
        }
        Request request;
        try {
            request = reader.read(topic, payload);
        } catch (CommandException e) {
            refuse(topic, payload, String.valueOf(e.getMessage()));
            return;
        }
        if (request.command().isEmpty()) {
            answer(request, null);
        } else if (pending.incrementAndGet() > MOST_PENDING) {
            pending.decrementAndGet();
            refuse(topic, payload, "too many commands at once");
        } else {
            carryOut(topic, request, request.command().get());
        }
    }

    private void carryOut(String topic, Request request, Command command) {
        handler.apply(command).whenComplete((nothing, failure) -> {
            pending.decrementAndGet();
            if (failure == null) {
                log.info("mqtt: {}", command);
                whenHeld.accept(command);
                answer(request, null);
            } else {
                String reason = reason(failure);
                refusals.refused(topic, reason);
                answer(request, reason);
            }
        });
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CommandException ? String.valueOf(cause.getMessage()) : "failed: " + cause;
    }

    private void refuse(String topic, byte[] payload, String reason) {
        refusals.refused(topic, reason);
        reader.requestOn(topic)
                .ifPresent(name -> answer(new Request(Optional.empty(), name, reader.transactionOf(payload)), reason));
    }

    /** A setting is answered by its echo. */
    private void answer(Request request, @Nullable String error) {
        if (request.request().isEmpty()) {
            return;
        }
        var data = new JsonObject();
        if (request.request().equals(CommandReader.HEALTH_CHECK)) {
            data.addProperty("healthy", healthy.getAsBoolean());
        }
        outbox.answer(topics.response(request.request()), HubPayloads.response(error, data, request.transaction()));
    }
}
