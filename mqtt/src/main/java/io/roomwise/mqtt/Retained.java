package io.roomwise.mqtt;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retained topics of this home. What an earlier configuration published beside them is taken back: a value by an empty
 * payload, a component of a device by reducing it to its platform, a device by an empty payload.
 *
 * <p>Home Assistant removes only what it knows, and when it starts it knows what it is told then: after a removal that it
 * did not hear, its registry would keep a ghost for ever. So a device is always told in full before it is taken back, and
 * all of it once more at the next start of Home Assistant.
 */
final class Retained {
    private static final Logger log = LoggerFactory.getLogger(Retained.class);

    private final Outbox outbox;
    private final Optional<Ledger> ledger;
    private final Ledger.Entries earlier;
    /** By topic: for a device its discovery payload, for others an empty text. */
    private final Map<String, String> current = new TreeMap<>();

    private final Map<String, String> takenBack;
    private final List<Script> scripts = new ArrayList<>();
    private boolean replaying;

    Retained(Outbox outbox, Optional<Ledger> ledger) {
        this.outbox = outbox;
        this.ledger = ledger;
        earlier = ledger.map(Ledger::entries).orElse(new Ledger.Entries(Map.of(), Map.of()));
        takenBack = new TreeMap<>(earlier.takenBack());
    }

    /** Adds a topic whose payload changes. */
    Outbox.Value add(String topic, Supplier<@Nullable String> payload) {
        current.put(topic, "");
        return outbox.value(topic, true, payload);
    }

    /** Adds a device that does not change while we run. */
    void addDevice(String topic, String discovery) {
        current.put(topic, discovery);
        String known = earlier.published().getOrDefault(topic, "");
        JsonObject newlyGone = gone(known, discovery);
        if (!newlyGone.isEmpty()) {
            log.info("mqtt: removing {} from {}", String.join(", ", newlyGone.keySet()), topic);
            takenBack.merge(topic, known, Retained::joined);
        }
        JsonObject gone = gone(takenBack.getOrDefault(topic, ""), discovery);
        if (gone.isEmpty()) {
            takenBack.remove(topic);
            outbox.value(topic, true, () -> discovery);
            return;
        }
        var reduced = new JsonObject();
        gone.asMap().forEach((key, component) -> {
            var platform = new JsonObject();
            platform.add("platform", component.getAsJsonObject().get("platform"));
            reduced.add(key, platform);
        });
        String whole = with(discovery, silent(topic, gone));
        List<String> steps = List.of(whole, with(discovery, reduced), discovery);
        new Script(topic, steps, discovery, !newlyGone.isEmpty());
    }

    /** Takes back all topics that were not added; then the ledger is on disk and connecting may begin. */
    void takeBackTheRest() {
        earlier.published().forEach((topic, payload) -> {
            if (!current.containsKey(topic) && !payload.isEmpty()) {
                takenBack.merge(topic, payload, Retained::joined);
            }
        });
        takenBack.forEach((topic, payload) -> {
            if (!current.containsKey(topic)) {
                boolean newlyGone = earlier.published().containsKey(topic);
                if (newlyGone) {
                    log.info("mqtt: removing {}", topic);
                }
                String known = with(payload, silent(topic, components(payload)));
                new Script(topic, List.of(known, ""), null, newlyGone);
            }
        });
        for (String topic : new TreeSet<>(earlier.published().keySet())) {
            if (!current.containsKey(topic) && !takenBack.containsKey(topic)) {
                new Script(topic, List.of(""), null, true);
            }
        }
        Map<String, String> both = new TreeMap<>(earlier.published());
        both.putAll(current);
        write(told() ? current : both);
    }

    /** Home Assistant has started: it must hear again what it may have missed; on thread {@code mqtt-out}. */
    void replay() {
        replaying = true;
        scripts.forEach(Script::rewind);
    }

    private void write(Map<String, String> published) {
        ledger.ifPresent(book -> book.write(new Ledger.Entries(published, takenBack)));
    }

    /** Payloads of one topic that are told in this order, each after the one before was acknowledged. */
    private final class Script {
        private final String topic;
        private final List<String> steps;
        private final @Nullable String end;
        private final Outbox.Value value;
        private int step;

        /**
         * @param end what is told from then on; null: nothing
         * @param atOnce whether to tell it now, too, or at the next start of Home Assistant alone
         */
        Script(String topic, List<String> steps, @Nullable String end, boolean atOnce) {
            this.topic = topic;
            this.steps = steps;
            this.end = end;
            step = atOnce ? 0 : steps.size();
            scripts.add(this);
            value = outbox.value(topic, true, this::payload);
            value.whenAcknowledged(this::acknowledged);
        }

        /** A value waits for all devices: entities that read an empty one would complain. */
        private @Nullable String payload() {
            if (!isDevice() && !scripts.stream().filter(Script::isDevice).allMatch(Script::isTold)) {
                return null;
            }
            return isTold() ? end : steps.get(step);
        }

        private boolean isDevice() {
            return steps.size() > 1;
        }

        private boolean isTold() {
            return step == steps.size();
        }

        private void acknowledged() {
            if (!isTold()) {
                step++;
                if (told()) {
                    allTold();
                }
                scripts.forEach(script -> script.value.touch());
            }
        }

        void rewind() {
            if (takenBack.containsKey(topic)) {
                step = 0;
            }
        }
    }

    private boolean told() {
        return scripts.stream().allMatch(Script::isTold);
    }

    private void allTold() {
        if (replaying) {
            takenBack.clear();
        }
        write(current);
    }

    /** Components of {@code known} that {@code now} has no more. */
    private static JsonObject gone(String known, String now) {
        var gone = new JsonObject();
        JsonObject left = components(now);
        components(known).asMap().forEach((key, component) -> {
            if (!left.has(key)) {
                gone.add(key, component);
            }
        });
        return gone;
    }

    private static JsonObject components(String discovery) {
        return discovery.isEmpty()
                ? new JsonObject()
                : JsonParser.parseString(discovery).getAsJsonObject().getAsJsonObject("components");
    }

    /**
     * Components by which Home Assistant knows entities, and that read nothing: the values that they used to read are gone,
     * and each would complain.
     */
    private static JsonObject silent(String topic, JsonObject components) {
        JsonObject silent = components.deepCopy();
        silent.asMap().values().forEach(element -> {
            JsonObject component = element.getAsJsonObject();
            if (component.has("unique_id")) {
                component.addProperty("state_topic", topic + "/gone");
                component.remove("json_attributes_topic");
            }
        });
        return silent;
    }

    private static String with(String discovery, JsonObject components) {
        JsonObject payload = JsonParser.parseString(discovery).getAsJsonObject();
        Map<String, JsonElement> added = new LinkedHashMap<>(components.asMap());
        added.forEach(payload.getAsJsonObject("components")::add);
        return Payloads.text(payload);
    }

    /** All components of two payloads of a device. */
    private static String joined(String older, String newer) {
        return with(newer, gone(older, newer));
    }
}
